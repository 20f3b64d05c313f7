{# SQLite takes no brackets around the query. #}
{% macro sqlite__create_table_as(temporary, relation, sql) -%}
    {%- set sql_header = config.get('sql_header', none) -%}
    {{ sql_header if sql_header is not none }}
    create {% if temporary %}temporary {% endif %}table {{ relation.include(schema=(not temporary)) }} as
    {{ sql }}
{%- endmacro %}
