{# The node's own full_refresh, else the flag. #}
{% macro should_full_refresh() -%}
    {%- set own = config.get('full_refresh') -%}
    {{ return(flags.FULL_REFRESH if own is none else own) }}
{%- endmacro %}
