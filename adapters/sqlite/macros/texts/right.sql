{# substr from the end with length 0 would give the whole text. #}
{% macro sqlite__right(string_text, length_expression) -%}
    case when ({{ length_expression }}) <= 0 then '' else substr({{ string_text }}, -({{ length_expression }})) end
{%- endmacro %}
