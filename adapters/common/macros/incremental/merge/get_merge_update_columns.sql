{% macro get_merge_update_columns(merge_update_columns, merge_exclude_columns, dest_columns) -%}
    {{ return(adapter.dispatch('get_merge_update_columns', 'dbt')(merge_update_columns, merge_exclude_columns, dest_columns)) }}
{%- endmacro %}

{# Names, quoted, of the columns that a matched row takes over: those asked for, or all but those left out. #}
{% macro default__get_merge_update_columns(merge_update_columns, merge_exclude_columns, dest_columns) -%}
    {%- if merge_update_columns and merge_exclude_columns -%}
        {{ exceptions.raise_compiler_error("merge_update_columns and merge_exclude_columns are both set; one of them says it all") }}
    {%- endif -%}
    {%- set asked = [merge_update_columns] if merge_update_columns is string else merge_update_columns or [] -%}
    {%- set left_out = [merge_exclude_columns] if merge_exclude_columns is string else merge_exclude_columns or [] -%}
    {%- set asked = asked | map('lower') | map('trim', '"') | list -%}
    {%- set left_out = left_out | map('lower') | map('trim', '"') | list -%}
    {%- set columns = [] -%}
    {%- for column in dest_columns -%}
        {%- set name = column.name | lower -%}
        {%- if (name in asked or not asked) and name not in left_out -%}
            {%- do columns.append(column.quoted) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}
