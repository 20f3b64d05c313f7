{# One database can be seen over a connection, so its name is left out. #}
{% macro postgres__information_schema_name(database) -%}
    information_schema
{%- endmacro %}
