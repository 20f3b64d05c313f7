{# Nothing to send: a type of SQLite is an affinity that cannot be changed, and a text of any type may have any length. #}
{% macro sqlite__get_alter_column_type_sql(relation, column_name, new_column_type) -%}
{%- endmacro %}
