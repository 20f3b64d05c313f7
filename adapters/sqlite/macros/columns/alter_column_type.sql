{# A column of SQLite holds texts of any length, whatever its type says. #}
{% macro sqlite__alter_column_type(relation, column_name, new_column_type) -%}
{%- endmacro %}
