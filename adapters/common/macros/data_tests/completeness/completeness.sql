{#
    On a column: the share of rows whose value is neither null nor blank is at least `threshold`; the rows that lack it
    fail, those of the groups below it when `group_by` is given. On a model: the keys of `compare_to` are there.
#}
{% test completeness(model, column_name=none, threshold=1.0, group_by=none, compare_to=none, key=none, where=none) %}
    {%- if compare_to is not none -%}
        {{ completeness_missing_keys(model, compare_to, key, threshold, where or config.get('where')) }}
    {%- elif column_name is not none -%}
        {{ completeness_missing_values(model, column_name, threshold, group_by) }}
    {%- else -%}
        {{ exceptions.raise_compiler_error('completeness needs a column, or compare_to and key') }}
    {%- endif -%}
{% endtest %}
