{# One name or several as a list. #}
{% macro completeness_list(names) -%}
    {{ return([] if names is none else [names] if names is string else names | list) }}
{%- endmacro %}
