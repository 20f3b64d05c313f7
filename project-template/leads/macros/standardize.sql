{# "LOVELACE" and "ada" become "Lovelace" and "Ada"; "McDonald" and "O'Brien" stay as they are. #}
{% macro standard_name(column) -%}
    case
        when {{ column }} = upper({{ column }}) or {{ column }} = lower({{ column }})
            then upper(substr({{ column }}, 1, 1)) || lower(substr({{ column }}, 2))
        else {{ column }}
    end
{%- endmacro %}

{# Small letters; null when it is no e-mail address. #}
{% macro standard_email(column) -%}
    case
        when trim({{ column }}) like '_%@_%._%' and trim({{ column }}) not like '% %' then lower(trim({{ column }}))
    end
{%- endmacro %}

{% macro digits_of(column) -%}
    {%- set text = before('x', "lower(" ~ column ~ ")") -%}
    {%- set ns = namespace(sql=text) -%}
    {%- for mark in [' ', '(', ')', '-', '.', '+', '/'] -%}
        {%- set ns.sql = "replace(" ~ ns.sql ~ ", '" ~ mark ~ "', '')" -%}
    {%- endfor -%}
    {{ ns.sql }}
{%- endmacro %}

{# E.164 for North America: +1 and ten digits; null when the number is not of that form. #}
{% macro standard_phone(column) -%}
    case
        when length({{ digits_of(column) }}) = 10 then '+1' || {{ digits_of(column) }}
        when length({{ digits_of(column) }}) = 11 and {{ digits_of(column) }} like '1%' then '+' || {{ digits_of(column) }}
    end
{%- endmacro %}

{# A text in the form 2026-01-31 as a date. SQLite has no date type: its dates are such texts. #}
{% macro as_date(text) -%}
    {{ return(adapter.dispatch('as_date')(text)) }}
{%- endmacro %}

{% macro default__as_date(text) -%} cast({{ text }} as date) {%- endmacro %}

{% macro sqlite__as_date(text) -%} {{ text }} {%- endmacro %}

{% macro two_digits(text) -%}
    case when length({{ text }}) = 1 then '0' || {{ text }} else {{ text }} end
{%- endmacro %}

{# The delivery that a raw row came with: the file data/vendor_a/2026-01.csv brought delivery 2026-01. #}
{% macro delivery_of(source_file) -%}
    substr({{ source_file }}, length({{ source_file }}) - 10, 7)
{%- endmacro %}
