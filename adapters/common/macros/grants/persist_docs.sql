{% macro persist_docs(relation, model, for_relation=true, for_columns=true) -%}
    {{ return(adapter.dispatch('persist_docs', 'dbt')(relation, model, for_relation, for_columns)) }}
{%- endmacro %}

{# Comments in the database are not written. #}
{% macro default__persist_docs(relation, model, for_relation, for_columns) -%}
{%- endmacro %}
