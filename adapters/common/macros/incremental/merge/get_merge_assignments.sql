{# `<words> a = source.a, ...`: what a matched row takes over; nothing when that is no column. #}
{% macro get_merge_assignments(dest_columns, words) -%}
    {%- set columns = get_merge_update_columns(
        config.get('merge_update_columns'), config.get('merge_exclude_columns'), dest_columns
    ) -%}
    {%- set assignments = [] -%}
    {%- for column in columns -%}
        {%- do assignments.append(column ~ ' = DBT_INTERNAL_SOURCE.' ~ column) -%}
    {%- endfor -%}
    {{ return(words ~ ' ' ~ assignments | join(', ') if assignments else '') }}
{%- endmacro %}
