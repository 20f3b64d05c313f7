{% macro sqlite__last_day(date, datepart) -%}
    date({{ dateadd(datepart, 1, date_trunc(datepart, date)) }}, '-1 day')
{%- endmacro %}
