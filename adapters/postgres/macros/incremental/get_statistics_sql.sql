{# Nobody else analyzes a temporary table; without that, its size is a guess and the key's index may not be used. #}
{% macro postgres__get_statistics_sql(relation) -%}
    analyze {{ relation }}
{%- endmacro %}
