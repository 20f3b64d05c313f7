{# Days without a time stay so when whole days are added. A day that the month lacks becomes the month's last one. #}
{% macro sqlite__dateadd(datepart, interval, from_date_or_timestamp) -%}
    {%- set x = '(' ~ from_date_or_timestamp ~ ')' -%}
    {%- set months = {'month': 1, 'quarter': 3, 'year': 12}.get(datepart) -%}
    {%- set days = {'day': 1, 'week': 7}.get(datepart) -%}
    {%- set seconds = {'hour': 3600, 'minute': 60, 'second': 1}.get(datepart) -%}
    {%- if months -%}
        {%- set count = '((' ~ interval ~ ') * ' ~ months ~ ')' -%}
        {%- set last = "date(" ~ x ~ ", 'start of month', (" ~ count ~ " + 1) || ' months', '-1 day')" -%}
        substr(min(datetime({{ x }}, {{ count }} || ' months'), {{ last }} || ' ' || time({{ x }})), 1, case length({{ x }}) when 10 then 10 else 19 end)
    {%- elif days -%}
        substr(datetime({{ x }}, (({{ interval }}) * {{ days }}) || ' days'), 1, case length({{ x }}) when 10 then 10 else 19 end)
    {%- elif seconds -%}
        datetime({{ x }}, (({{ interval }}) * {{ seconds }}) || ' seconds')
    {%- elif datepart == 'millisecond' -%}
        strftime('%Y-%m-%d %H:%M:%f', {{ x }}, (({{ interval }}) / 1000.0) || ' seconds')
    {%- else -%}
        {{ exceptions.raise_compiler_error("dateadd does not know the part '" ~ datepart ~ "' on SQLite") }}
    {%- endif -%}
{%- endmacro %}
