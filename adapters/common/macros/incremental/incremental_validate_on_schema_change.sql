{# The mode, if it is one; else the default, with a warning. #}
{% macro incremental_validate_on_schema_change(on_schema_change, default='ignore') -%}
    {%- if on_schema_change in ['sync_all_columns', 'append_new_columns', 'fail', 'ignore'] -%}
        {{ return(on_schema_change) }}
    {%- endif -%}
    {%- do log("on_schema_change is '" ~ on_schema_change ~ "', which is none of its modes; '" ~ default ~ "' is used", info=True) -%}
    {{ return(default) }}
{%- endmacro %}
