{% macro sqlite__drop_schema(relation) -%}
    {{ exceptions.raise_compiler_error('a schema of SQLite is a file: delete ' ~ relation.schema ~ '.db yourself') }}
{%- endmacro %}
