{# Boundaries of the part that are crossed, as on the other databases. #}
{% macro sqlite__datediff(first_date, second_date, datepart) -%}
    {%- set a = '(' ~ first_date ~ ')' -%}
    {%- set b = '(' ~ second_date ~ ')' -%}
    {%- set days = 'cast(round(julianday(date(' ~ b ~ ')) - julianday(date(' ~ a ~ '))) as integer)' -%}
    {%- if datepart == 'year' -%}
        (strftime('%Y', {{ b }}) - strftime('%Y', {{ a }}))
    {%- elif datepart == 'quarter' -%}
        ({{ datediff(first_date, second_date, 'year') }} * 4 + (strftime('%m', {{ b }}) + 2) / 3 - (strftime('%m', {{ a }}) + 2) / 3)
    {%- elif datepart == 'month' -%}
        ({{ datediff(first_date, second_date, 'year') }} * 12 + strftime('%m', {{ b }}) - strftime('%m', {{ a }}))
    {%- elif datepart == 'week' -%}
        ({{ days }} / 7 + case
            when strftime('%w', {{ a }}) <= strftime('%w', {{ b }}) then case when {{ a }} <= {{ b }} then 0 else -1 end
            else case when {{ a }} <= {{ b }} then 1 else 0 end
        end)
    {%- elif datepart == 'day' -%}
        {{ days }}
    {%- elif datepart == 'hour' -%}
        ({{ days }} * 24 + strftime('%H', {{ b }}) - strftime('%H', {{ a }}))
    {%- elif datepart == 'minute' -%}
        ({{ datediff(first_date, second_date, 'hour') }} * 60 + strftime('%M', {{ b }}) - strftime('%M', {{ a }}))
    {%- elif datepart == 'second' -%}
        ({{ datediff(first_date, second_date, 'minute') }} * 60 + strftime('%S', {{ b }}) - strftime('%S', {{ a }}))
    {%- elif datepart == 'millisecond' -%}
        ({{ datediff(first_date, second_date, 'minute') }} * 60000 + cast(round(strftime('%f', {{ b }}) * 1000 - strftime('%f', {{ a }}) * 1000) as integer))
    {%- else -%}
        {{ exceptions.raise_compiler_error("datediff does not know the part '" ~ datepart ~ "' on SQLite") }}
    {%- endif -%}
{%- endmacro %}
