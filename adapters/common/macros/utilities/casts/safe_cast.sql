{% macro safe_cast(field, type) -%}
    {{ return(adapter.dispatch('safe_cast', 'dbt')(field, type)) }}
{%- endmacro %}

{# Without a cast of its own that forgives, a database casts plainly. #}
{% macro default__safe_cast(field, type) %}
    {# cast #}
    cast({{ field }} as {{ type }})
{% endmacro %}
