{% macro sqlite__type_bigint() -%}
    {{ return('integer') }}
{%- endmacro %}
