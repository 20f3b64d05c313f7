{# A schema is a file of its name, which comes to be when it is attached. #}
{% macro sqlite__create_schema(relation) -%}
    {%- set path = target.schema_directory ~ '/' ~ relation.schema ~ '.db' -%}
    {%- call statement('create_schema') -%}
        attach '{{ path | replace("'", "''") }}' as {{ adapter.quote(relation.schema) }}
    {%- endcall -%}
{%- endmacro %}
