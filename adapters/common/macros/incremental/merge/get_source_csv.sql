{# The columns as the source has them, in one line. #}
{% macro get_source_csv(columns) -%}
    {%- set quoted = [] -%}
    {%- for column in columns -%}
        {%- do quoted.append('DBT_INTERNAL_SOURCE.' ~ column.quoted) -%}
    {%- endfor -%}
    {{ return(quoted | join(', ')) }}
{%- endmacro %}
