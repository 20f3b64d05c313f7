{# Runs SQL and gives its rows as a table; none while parsing. #}
{% macro run_query(sql) %}
    {%- call statement('run_query_statement', fetch_result=true, auto_begin=false) -%}
        {{ sql }}
    {%- endcall -%}
    {{ return((load_result('run_query_statement') or {}).get('table')) }}
{% endmacro %}
