{# The index lies in its table's file, and SQLite has one kind of index only. #}
{% macro sqlite__get_create_index_sql(relation, index_dict) -%}
    {%- set index = adapter.parse_index(index_dict) -%}
    {%- set name = relation.incorporate(path={'identifier': index.render(relation)}) -%}
    create {% if index.unique %}unique {% endif %}index if not exists {{ name }}
    on {{ relation.include(database=false, schema=false) }} ({{ index.columns | join(', ') }})
{%- endmacro %}
