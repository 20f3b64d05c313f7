{% macro get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
    {{ return(adapter.dispatch('get_merge_sql', 'dbt')(target, source, unique_key, dest_columns, incremental_predicates)) }}
{%- endmacro %}

{# One `merge`. Without a key nothing can match, so all rows are new. #}
{% macro default__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
    {%- if not unique_key -%}
        {{ return(get_insert_into_sql(target, source, dest_columns)) }}
    {%- endif -%}
    merge into {{ target }} as DBT_INTERNAL_DEST
    using {{ source }} as DBT_INTERNAL_SOURCE
    on {{ get_merge_condition(unique_key, dest_columns, incremental_predicates) }}
    {{ get_merge_assignments(dest_columns, 'when matched then update set') }}
    when not matched then insert ({{ get_quoted_csv(dest_columns | map(attribute='name')) }})
    values ({{ get_source_csv(dest_columns) }})
{%- endmacro %}
