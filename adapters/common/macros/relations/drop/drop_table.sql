{% macro drop_table(relation) -%}
    {{ return(adapter.dispatch('drop_table', 'dbt')(relation)) }}
{%- endmacro %}

{# Nothing that depends on it is dropped along: then it fails and says what stands in the way. #}
{% macro default__drop_table(relation) -%}
    drop table if exists {{ relation }}
{%- endmacro %}
