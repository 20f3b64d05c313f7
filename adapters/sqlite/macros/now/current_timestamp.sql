{# UTC, as everything in SQLite. #}
{% macro sqlite__current_timestamp() -%}
    datetime('now')
{%- endmacro %}
