{% macro completeness_is_blank(expression) -%}
    {{ return(adapter.dispatch('completeness_is_blank', 'dbt')(expression)) }}
{%- endmacro %}

{# Null, or nothing but white space as text. #}
{% macro default__completeness_is_blank(expression) -%}
    ({{ expression }} is null or trim(both ' ' || chr(9) || chr(10) || chr(13) from cast({{ expression }} as {{ type_string() }})) = '')
{%- endmacro %}
