{% macro make_intermediate_relation(base_relation, suffix='__dbt_tmp') -%}
    {{ return(adapter.dispatch('make_intermediate_relation', 'dbt')(base_relation, suffix)) }}
{%- endmacro %}

{% macro default__make_intermediate_relation(base_relation, suffix) -%}
    {%- set identifier = base_relation.identifier[:63 - suffix | length] ~ suffix -%}
    {{ return(base_relation.incorporate(path={'identifier': identifier})) }}
{%- endmacro %}
