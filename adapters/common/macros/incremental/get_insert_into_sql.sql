{% macro get_insert_into_sql(target_relation, temp_relation, dest_columns) -%}
    {%- set columns = dest_columns | map(attribute='quoted') | join(', ') -%}
    insert into {{ target_relation }} ({{ columns }})
    select {{ columns }}
    from {{ temp_relation }}
{%- endmacro %}
