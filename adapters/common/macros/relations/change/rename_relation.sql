{% macro rename_relation(from_relation, to_relation) -%}
    {{ return(adapter.dispatch('rename_relation', 'dbt')(from_relation, to_relation)) }}
{%- endmacro %}

{% macro default__rename_relation(from_relation, to_relation) -%}
    {%- set new_name = to_relation.include(database=false, schema=false) -%}
    {%- call statement('rename_relation') -%}
        {{ get_rename_sql(from_relation, new_name) }}
    {%- endcall -%}
{%- endmacro %}
