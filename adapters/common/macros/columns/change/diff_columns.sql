{# Columns of the first list whose name the second one lacks. #}
{% macro diff_columns(source_columns, target_columns) -%}
    {%- set names = target_columns | map(attribute='name') | list -%}
    {%- set missing = [] -%}
    {%- for column in source_columns if column.name not in names -%}
        {%- do missing.append(column) -%}
    {%- endfor -%}
    {{ return(missing) }}
{%- endmacro %}
