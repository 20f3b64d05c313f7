{# Parts of a day and more give a day without a time: it compares with dates as texts do. #}
{% macro sqlite__date_trunc(datepart, date) -%}
    {%- set formats = {'hour': '%Y-%m-%d %H:00:00', 'minute': '%Y-%m-%d %H:%M:00', 'second': '%Y-%m-%d %H:%M:%S'} -%}
    {%- if datepart == 'year' -%}
        date({{ date }}, 'start of year')
    {%- elif datepart == 'quarter' -%}
        date({{ date }}, 'start of month', (-((strftime('%m', {{ date }}) - 1) % 3)) || ' months')
    {%- elif datepart == 'month' -%}
        date({{ date }}, 'start of month')
    {%- elif datepart == 'week' -%}
        date({{ date }}, '-6 days', 'weekday 1')
    {%- elif datepart == 'day' -%}
        date({{ date }})
    {%- elif datepart in formats -%}
        strftime('{{ formats[datepart] }}', {{ date }})
    {%- else -%}
        {{ exceptions.raise_compiler_error("date_trunc does not know the part '" ~ datepart ~ "' on SQLite") }}
    {%- endif -%}
{%- endmacro %}
