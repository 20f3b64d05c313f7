{% macro make_temp_relation(base_relation, suffix='__dbt_tmp') -%}
    {{ return(adapter.dispatch('make_temp_relation', 'dbt')(base_relation, suffix)) }}
{%- endmacro %}

{# Lives in the session alone, so it has neither database nor schema; the time makes its name its own. #}
{% macro default__make_temp_relation(base_relation, suffix) -%}
    {%- set moment = modules.datetime.datetime.now().strftime('%H%M%S%f') -%}
    {%- set identifier = base_relation.identifier[:63 - suffix | length - moment | length] ~ suffix ~ moment -%}
    {{ return(base_relation.incorporate(path={'database': none, 'schema': none, 'identifier': identifier})) }}
{%- endmacro %}
