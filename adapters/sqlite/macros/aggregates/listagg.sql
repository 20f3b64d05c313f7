{% macro sqlite__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
    {%- if limit_num is not none -%}
        {{ exceptions.raise_compiler_error('listagg with a limit is not possible on SQLite') }}
    {%- endif -%}
    group_concat({{ measure }}, {{ delimiter_text }}{% if order_by_clause %} {{ order_by_clause }}{% endif %})
{%- endmacro %}
