{% macro get_statistics_sql(relation) -%}
    {{ return(adapter.dispatch('get_statistics_sql', 'dbt')(relation)) }}
{%- endmacro %}

{# What tells the database how many rows a new temporary table has; empty where it need not be told. #}
{% macro default__get_statistics_sql(relation) -%}
{%- endmacro %}
