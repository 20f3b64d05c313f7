{% macro get_alter_column_type_sql(relation, column_name, new_column_type) -%}
    {{ return(adapter.dispatch('get_alter_column_type_sql', 'dbt')(relation, column_name, new_column_type)) }}
{%- endmacro %}

{# In place: the column keeps its position, its indexes and what depends on it. #}
{% macro default__get_alter_column_type_sql(relation, column_name, new_column_type) -%}
    alter table {{ relation }} alter column {{ adapter.quote(column_name) }} type {{ new_column_type }}
{%- endmacro %}
