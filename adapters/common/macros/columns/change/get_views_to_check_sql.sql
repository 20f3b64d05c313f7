{% macro get_views_to_check_sql(relation) -%}
    {{ return(adapter.dispatch('get_views_to_check_sql', 'dbt')(relation)) }}
{%- endmacro %}

{# A query for the names of views that may read a relation; empty where the database itself keeps its views whole. #}
{% macro default__get_views_to_check_sql(relation) -%}
{%- endmacro %}
