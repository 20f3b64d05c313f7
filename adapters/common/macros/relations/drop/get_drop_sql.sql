{% macro get_drop_sql(relation) -%}
    {{ return(adapter.dispatch('get_drop_sql', 'dbt')(relation)) }}
{%- endmacro %}

{% macro default__get_drop_sql(relation) -%}
    {%- if relation.is_view -%}
        {{ return(drop_view(relation)) }}
    {%- elif relation.is_materialized_view -%}
        {{ return(drop_materialized_view(relation)) }}
    {%- else -%}
        {{ return(drop_table(relation)) }}
    {%- endif -%}
{%- endmacro %}
