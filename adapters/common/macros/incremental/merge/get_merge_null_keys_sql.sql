{#
    Rows of the source whose key is null in some of its columns: null equals null here. `null_keys` and `other_keys` are
    those of one kind of row. New ones first, while the conditions still see the target as it was.
#}
{% macro get_merge_null_keys_sql(target, source, null_keys, other_keys, dest_columns, incremental_predicates=none) -%}
    {%- set is_source, is_match = [], [] -%}
    {%- for key in null_keys -%}
        {%- do is_source.append('DBT_INTERNAL_SOURCE.' ~ key ~ ' is null') -%}
        {%- do is_match.append('DBT_INTERNAL_DEST.' ~ key ~ ' is null') -%}
    {%- endfor -%}
    {%- for key in other_keys -%}
        {%- do is_source.append('DBT_INTERNAL_SOURCE.' ~ key ~ ' is not null') -%}
        {%- do is_match.append('DBT_INTERNAL_DEST.' ~ key ~ ' = DBT_INTERNAL_SOURCE.' ~ key) -%}
    {%- endfor -%}
    {%- for predicate in incremental_predicates or [] -%}
        {%- do is_match.append('(' ~ predicate ~ ')') -%}
    {%- endfor -%}
    insert into {{ target }} ({{ get_quoted_csv(dest_columns | map(attribute='name')) }})
    select {{ get_source_csv(dest_columns) }}
    from {{ source }} as DBT_INTERNAL_SOURCE
    where {{ is_source | join(' and ') }} and not exists (
        select 1 from {{ target }} as DBT_INTERNAL_DEST where {{ is_match | join(' and ') }}
    )
    {%- set assignments = get_merge_assignments(dest_columns, 'set') -%}
    {%- if assignments %};
    update {{ target }} as DBT_INTERNAL_DEST
    {{ assignments }}
    from {{ source }} as DBT_INTERNAL_SOURCE
    where {{ (is_source + is_match) | join(' and ') }}
    {%- endif -%}
{%- endmacro %}
