{% macro get_create_sql(relation, sql) -%}
    {{ return(adapter.dispatch('get_create_sql', 'dbt')(relation, sql)) }}
{%- endmacro %}

{% macro default__get_create_sql(relation, sql) -%}
    {%- if relation.is_view -%}
        {{ return(get_create_view_as_sql(relation, sql)) }}
    {%- elif relation.is_table -%}
        {{ return(get_create_table_as_sql(False, relation, sql)) }}
    {%- endif -%}
    {{ exceptions.raise_compiler_error('a relation of the type ' ~ relation.type ~ ' is not created by a query') }}
{%- endmacro %}
