{% macro sqlite__truncate_relation(relation) -%}
    {%- call statement('truncate_relation') -%}
        delete from {{ relation }}
    {%- endcall -%}
{%- endmacro %}
