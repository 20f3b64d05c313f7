{# A schema is a file of its name, which comes to be when it is attached. #}
{% macro sqlite__create_schema(relation) -%}
    {%- if '/' in relation.schema or '\\' in relation.schema -%}
        {{ exceptions.raise_compiler_error('a schema of SQLite is a file of its name, which may lie in no other folder: ' ~ relation.schema) }}
    {%- endif -%}
    {%- set path = target.schema_directory ~ '/' ~ relation.schema ~ '.db' -%}
    {%- call statement('create_schema') -%}
        attach '{{ path | replace("'", "''") }}' as {{ adapter.quote(relation.schema) }}
    {%- endcall -%}
{%- endmacro %}
