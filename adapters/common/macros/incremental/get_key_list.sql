{# The parts of a unique key as SQL. What is the very name of a column is quoted, so that `order` or `Order Id` need no quotes. #}
{% macro get_key_list(unique_key, columns) -%}
    {%- set names = columns | map(attribute='name') | list -%}
    {%- set keys = [] -%}
    {%- for key in ([unique_key] if unique_key is string else unique_key) -%}
        {%- do keys.append(adapter.quote(key) if key in names else key) -%}
    {%- endfor -%}
    {{ return(keys) }}
{%- endmacro %}
