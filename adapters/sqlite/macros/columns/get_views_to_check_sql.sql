{# SQLite drops a column although a view reads it. A view sees its own file only. #}
{% macro sqlite__get_views_to_check_sql(relation) -%}
    {%- set name = relation.identifier | lower | replace("'", "''") -%}
    select name
    from {{ adapter.quote(relation.schema) ~ '.' if relation.schema }}sqlite_master
    where type = 'view' and instr(replace(lower(sql), '""', '"'), '{{ name }}') > 0
    order by name
{%- endmacro %}
