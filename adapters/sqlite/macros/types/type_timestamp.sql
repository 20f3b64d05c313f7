{# SQLite keeps points in time as texts; a cast to timestamp would make the year of them. #}
{% macro sqlite__type_timestamp() -%}
    {{ return('text') }}
{%- endmacro %}
