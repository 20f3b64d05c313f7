{% macro get_create_index_sql(relation, index_dict) -%}
    {{ return(adapter.dispatch('get_create_index_sql', 'dbt')(relation, index_dict)) }}
{%- endmacro %}

{# No text where a database has no indexes. #}
{% macro default__get_create_index_sql(relation, index_dict) -%}
    {{ return('') }}
{%- endmacro %}
