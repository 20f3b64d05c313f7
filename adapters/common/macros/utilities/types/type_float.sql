{% macro type_float() -%}
    {{ return(adapter.dispatch('type_float', 'dbt')()) }}
{%- endmacro %}

{% macro default__type_float() %}
    {{ return(api.Column.translate_type('float')) }}
{% endmacro %}
