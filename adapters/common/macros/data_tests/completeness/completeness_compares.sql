{# Whether the present test compares with another relation: its `where` filters that one. #}
{% macro completeness_compares() -%}
    {%- set metadata = model.get('test_metadata') or {} -%}
    {{ return(metadata.get('name') == 'completeness' and metadata.get('kwargs', {}).get('compare_to') is not none) }}
{%- endmacro %}
