{# A date is its text. #}
{% macro sqlite__date(year, month, day) -%}
    '{{ modules.datetime.date(year, month, day) }}'
{%- endmacro %}
