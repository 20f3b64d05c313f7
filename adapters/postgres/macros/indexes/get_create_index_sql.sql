{% macro postgres__get_create_index_sql(relation, index_dict) -%}
    {%- set index = adapter.parse_index(index_dict) -%}
    create {% if index.unique %}unique {% endif %}index if not exists "{{ index.render(relation) }}"
    on {{ relation }}{% if index.type %} using {{ index.type }}{% endif %} ({{ index.columns | join(', ') }})
{%- endmacro %}
