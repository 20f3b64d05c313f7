{# What the test found, failing or not: one row, or one per group, of share, complete and total. Arguments as the test's. #}
{% macro test_completeness_summary(model, column_name=none, threshold=1.0, group_by=none, compare_to=none, key=none, where=none) -%}
    {%- if compare_to is not none -%}
        {{ completeness_key_summary(model, compare_to, key, where or config.get('where')) }}
    {%- else -%}
        {{ completeness_value_summary(model, column_name, group_by) }}
    {%- endif -%}
{%- endmacro %}
