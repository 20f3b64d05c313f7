{% macro alter_relation_add_remove_columns(relation, add_columns=none, remove_columns=none) -%}
    {{ return(adapter.dispatch('alter_relation_add_remove_columns', 'dbt')(relation, add_columns, remove_columns)) }}
{%- endmacro %}

{% macro default__alter_relation_add_remove_columns(relation, add_columns, remove_columns) -%}
    {%- if add_columns or remove_columns -%}
        {%- do run_query(get_alter_relation_add_remove_columns_sql(relation, add_columns, remove_columns)) -%}
    {%- endif -%}
{%- endmacro %}
