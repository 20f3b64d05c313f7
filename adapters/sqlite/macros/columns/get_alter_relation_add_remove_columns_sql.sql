{# One statement for each column; a column without a type gets none. #}
{% macro sqlite__get_alter_relation_add_remove_columns_sql(relation, add_columns, remove_columns) -%}
    {%- set statements = [] -%}
    {%- for column in add_columns or [] -%}
        {%- set type = '' if column.data_type == 'UNKNOWN' else ' ' ~ column.data_type -%}
        {%- do statements.append('alter table ' ~ relation ~ ' add column ' ~ column.quoted ~ type) -%}
    {%- endfor -%}
    {%- for column in remove_columns or [] -%}
        {%- do statements.append('alter table ' ~ relation ~ ' drop column ' ~ column.quoted) -%}
    {%- endfor -%}
    {{ return(statements | join(';\n')) }}
{%- endmacro %}
