{# Compares two relations and changes the second one; the columns to fill, or an empty dict when the mode asks for nothing. #}
{% macro process_schema_changes(on_schema_change, source_relation, target_relation) -%}
    {%- if on_schema_change == 'ignore' -%}
        {{ return({}) }}
    {%- endif -%}
    {%- set changes = check_for_schema_changes(source_relation, target_relation) -%}
    {%- if changes['schema_changed'] -%}
        {%- if on_schema_change == 'fail' -%}
            {{ exceptions.raise_compiler_error(
                'on_schema_change is fail, and the columns of ' ~ target_relation ~ ' changed: new '
                ~ changes['source_not_in_target'] | map(attribute='name') | join(', ') ~ '; gone '
                ~ changes['target_not_in_source'] | map(attribute='name') | join(', ') ~ '; of another type '
                ~ changes['new_target_types'] | map(attribute='column_name') | join(', ')
            ) }}
        {%- endif -%}
        {%- do sync_column_schemas(on_schema_change, target_relation, changes) -%}
    {%- endif -%}
    {{ return(changes['source_columns']) }}
{%- endmacro %}
