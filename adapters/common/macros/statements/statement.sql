{# Runs its body as SQL and keeps the result under a name for load_result. #}
{%- macro statement(name=None, fetch_result=False, auto_begin=True, language='sql') -%}
    {%- if execute: -%}
        {%- if language != 'sql' -%}
            {{ exceptions.raise_compiler_error("statement runs SQL, not " ~ language) }}
        {%- endif -%}
        {%- set code = caller() -%}
        {%- if name == 'main' -%}
            {{ write(code) }}
        {%- endif -%}
        {%- set response, table = adapter.execute(code, auto_begin=auto_begin, fetch=fetch_result) -%}
        {%- if name is not none -%}
            {{ store_result(name, response=response, agate_table=table) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
