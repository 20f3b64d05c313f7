{% macro get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
    {{ return(adapter.dispatch('get_delete_insert_merge_sql', 'dbt')(target, source, unique_key, dest_columns, incremental_predicates)) }}
{%- endmacro %}

{# Rows of the target whose key is in the source go; then all of the source comes. #}
{% macro default__get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
    {%- if unique_key -%}
        {%- set keys = get_key_list(unique_key, dest_columns) | join(', ') %}
    delete from {{ target }} as DBT_INTERNAL_DEST
    where ({{ keys }}) in (
        select distinct {{ keys }}
        from {{ source }} as DBT_INTERNAL_SOURCE
    )
        {%- for predicate in incremental_predicates or [] %}
        and ({{ predicate }})
        {%- endfor %};
    {% endif %}
    {{ get_insert_into_sql(target, source, dest_columns) }}
{%- endmacro %}
