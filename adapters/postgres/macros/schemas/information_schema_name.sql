{% macro postgres__information_schema_name(database) -%}
    {%- if database -%}{%- do adapter.verify_database(database) -%}{%- endif -%}
    information_schema
{%- endmacro %}
