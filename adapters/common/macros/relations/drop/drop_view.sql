{% macro drop_view(relation) -%}
    {{ return(adapter.dispatch('drop_view', 'dbt')(relation)) }}
{%- endmacro %}

{# Nothing that depends on it is dropped along: then it fails and says what stands in the way. #}
{% macro default__drop_view(relation) -%}
    drop view if exists {{ relation }}
{%- endmacro %}
