{% macro sqlite__current_timestamp_backcompat() -%}
    datetime('now')
{%- endmacro %}
