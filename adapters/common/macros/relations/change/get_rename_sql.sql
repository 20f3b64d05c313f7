{% macro get_rename_sql(relation, new_name) -%}
    {{ return(adapter.dispatch('get_rename_sql', 'dbt')(relation, new_name)) }}
{%- endmacro %}

{% macro default__get_rename_sql(relation, new_name) -%}
    {%- if relation.is_view -%}
        {{ return(get_rename_view_sql(relation, new_name)) }}
    {%- endif -%}
    {{ return(get_rename_table_sql(relation, new_name)) }}
{%- endmacro %}
