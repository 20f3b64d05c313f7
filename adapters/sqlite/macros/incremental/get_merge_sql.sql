{#
    SQLite has no `merge`, and its upsert needs a unique index: rows that match are updated, the others inserted. Where the
    config has conditions, an update may change what they say, so the new rows come first then: updating these once more
    changes nothing.
#}
{% macro sqlite__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
    {%- if not unique_key -%}
        {{ return(get_insert_into_sql(target, source, dest_columns)) }}
    {%- endif -%}
    {%- set condition = get_merge_condition(unique_key, dest_columns, incremental_predicates) -%}
    {%- set assignments = get_merge_assignments(dest_columns, 'set') -%}
    {%- set update -%}
    update {{ target }} as DBT_INTERNAL_DEST
    {{ assignments }}
    from {{ source }} as DBT_INTERNAL_SOURCE
    where {{ condition }}
    {%- endset -%}
    {%- set insert -%}
    insert into {{ target }} ({{ get_quoted_csv(dest_columns | map(attribute='name')) }})
    select {{ get_source_csv(dest_columns) }}
    from {{ source }} as DBT_INTERNAL_SOURCE
    left join {{ target }} as DBT_INTERNAL_DEST on {{ condition }}
    where DBT_INTERNAL_DEST.{{ get_key_list(unique_key, dest_columns)[0] }} is null
    {%- endset -%}
    {%- if not assignments -%}
        {{ return(insert) }}
    {%- endif -%}
    {{ return([insert, update] | join(';\n') if incremental_predicates else [update, insert] | join(';\n')) }}
{%- endmacro %}
