{# For reading only: rounded to six places. Null of no rows. #}
{% macro completeness_share(complete, total) -%}
    round(1.0 * {{ complete }} / nullif({{ total }}, 0), 6)
{%- endmacro %}
