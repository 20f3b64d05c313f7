{#
    Deletes the rows of the target whose key equals one of the source and is null in the columns of `null_keys`: `=`, by
    which all other keys are matched, never finds those.
#}
{% macro get_delete_null_keys_sql(target, source, null_keys, other_keys, incremental_predicates=none) -%}
    {%- set are_null = [] -%}
    {%- for key in null_keys -%}
        {%- do are_null.append(key ~ ' is null') -%}
    {%- endfor -%}
    delete from {{ target }} as DBT_INTERNAL_DEST
    where {{ are_null | join(' and ') }}
    {%- if other_keys %}
        and ({{ other_keys | join(', ') }}) in (
            select {{ other_keys | join(', ') }}
            from {{ source }} as DBT_INTERNAL_SOURCE
            where {{ are_null | join(' and ') }}
        )
    {%- endif -%}
    {%- for predicate in incremental_predicates or [] %}
        and ({{ predicate }})
    {%- endfor -%}
{%- endmacro %}
