{% macro sqlite__completeness_is_blank(expression) -%}
    ({{ expression }} is null or trim(cast({{ expression }} as text), char(32, 9, 10, 13)) = '')
{%- endmacro %}
