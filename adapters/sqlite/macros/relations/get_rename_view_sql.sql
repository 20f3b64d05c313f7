{% macro sqlite__get_rename_view_sql(relation, new_name) -%}
    {{ exceptions.raise_compiler_error('SQLite cannot rename the view ' ~ relation ~ ': drop and create it') }}
{%- endmacro %}
