{% macro type_timestamp() -%}
    {{ return(adapter.dispatch('type_timestamp', 'dbt')()) }}
{%- endmacro %}

{% macro default__type_timestamp() %}
    {{ return(api.Column.translate_type('timestamp')) }}
{% endmacro %}
