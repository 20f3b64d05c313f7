{# Names of a seed's columns, quoted as its config says, in one line. #}
{% macro get_seed_column_quoted_csv(model, column_names) -%}
    {%- set quote_columns = model['config'].get('quote_columns', none) -%}
    {%- set quoted = [] -%}
    {%- for name in column_names -%}
        {%- do quoted.append(adapter.quote_seed_column(name, quote_columns)) -%}
    {%- endfor -%}
    {{ return(quoted | join(', ')) }}
{%- endmacro %}
