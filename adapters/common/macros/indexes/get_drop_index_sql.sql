{% macro get_drop_index_sql(relation, index_name) -%}
    {{ return(adapter.dispatch('get_drop_index_sql', 'dbt')(relation, index_name)) }}
{%- endmacro %}

{% macro default__get_drop_index_sql(relation, index_name) -%}
    drop index if exists {{ relation.include(database=false, identifier=false).incorporate(path={'identifier': index_name}).include(identifier=true) }}
{%- endmacro %}
