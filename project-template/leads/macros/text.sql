{# Vendors write "nothing" in many ways: blank, N/A, a dash. #}
{% macro blank_to_null(column) -%}
    case when lower(trim({{ column }})) in ('', 'n/a', '-') then null else trim({{ column }}) end
{%- endmacro %}

{# Position of a mark in a text, counted from 1; 0 when it is not there. #}
{% macro position_of(mark, text) -%}
    {{ return(adapter.dispatch('position_of')(mark, text)) }}
{%- endmacro %}

{% macro default__position_of(mark, text) -%} strpos({{ text }}, '{{ mark }}') {%- endmacro %}

{% macro sqlite__position_of(mark, text) -%} instr({{ text }}, '{{ mark }}') {%- endmacro %}

{# The text before a mark; the whole text when the mark is not there. #}
{% macro before(mark, text) -%}
    case
        when {{ position_of(mark, text) }} > 0 then trim(substr({{ text }}, 1, {{ position_of(mark, text) }} - 1))
        else {{ text }}
    end
{%- endmacro %}

{# The text after a mark; null when the mark is not there. #}
{% macro after(mark, text) -%}
    case
        when {{ position_of(mark, text) }} > 0 then trim(substr({{ text }}, {{ position_of(mark, text) }} + {{ mark | length }}))
    end
{%- endmacro %}
