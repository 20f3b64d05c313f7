{# `merge` came with Postgres 15. Before that, both parts are one statement, so that the second sees the target as the first did. #}
{% macro postgres__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
    {%- if not unique_key or postgres_has_merge() -%}
        {{ return(default__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates)) }}
    {%- endif -%}
    {%- set condition = get_merge_condition(unique_key, dest_columns, incremental_predicates) -%}
    {%- set assignments = get_merge_assignments(dest_columns, 'set') -%}
    {%- if assignments -%}
    with tsdbt_updated as (
        update {{ target }} as DBT_INTERNAL_DEST
        {{ assignments }}
        from {{ source }} as DBT_INTERNAL_SOURCE
        where {{ condition }}
    )
    {% endif -%}
    insert into {{ target }} ({{ get_quoted_csv(dest_columns | map(attribute='name')) }})
    select {{ get_source_csv(dest_columns) }}
    from {{ source }} as DBT_INTERNAL_SOURCE
    where not exists (
        select 1 from {{ target }} as DBT_INTERNAL_DEST where {{ condition }}
    )
{%- endmacro %}
