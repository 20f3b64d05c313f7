{% macro get_alter_relation_add_remove_columns_sql(relation, add_columns, remove_columns) -%}
    {{ return(adapter.dispatch('get_alter_relation_add_remove_columns_sql', 'dbt')(relation, add_columns, remove_columns)) }}
{%- endmacro %}

{# All in one statement. #}
{% macro default__get_alter_relation_add_remove_columns_sql(relation, add_columns, remove_columns) -%}
    {%- set actions = [] -%}
    {%- for column in add_columns or [] -%}
        {%- do actions.append('add column ' ~ column.quoted ~ ' ' ~ column.data_type) -%}
    {%- endfor -%}
    {%- for column in remove_columns or [] -%}
        {%- do actions.append('drop column ' ~ column.quoted) -%}
    {%- endfor -%}
    alter {{ relation.type or 'table' }} {{ relation }} {{ actions | join(', ') }}
{%- endmacro %}
