{# The test's own store_failures, else the flag. #}
{% macro should_store_failures() -%}
    {%- set own = config.get('store_failures') -%}
    {{ return(flags.STORE_FAILURES if own is none else own) }}
{%- endmacro %}
