{# any_value itself exists from version 16 on. #}
{% macro postgres__any_value(expression) -%}
    min({{ expression }})
{%- endmacro %}
