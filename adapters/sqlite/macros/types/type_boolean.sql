{# Booleans are the integers 0 and 1. #}
{% macro sqlite__type_boolean() -%}
    {{ return('integer') }}
{%- endmacro %}
