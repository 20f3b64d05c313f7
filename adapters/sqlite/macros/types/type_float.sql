{% macro sqlite__type_float() -%}
    {{ return('real') }}
{%- endmacro %}
