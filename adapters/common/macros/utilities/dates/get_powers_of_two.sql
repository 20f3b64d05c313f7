{% macro get_powers_of_two(upper_bound) -%}
    {{ return(adapter.dispatch('get_powers_of_two', 'dbt')(upper_bound)) }}
{%- endmacro %}

{# The least number of binary digits that count to the bound. #}
{% macro default__get_powers_of_two(upper_bound) -%}
    {%- if upper_bound <= 0 -%}
        {{ exceptions.raise_compiler_error('the upper bound must be positive') }}
    {%- endif -%}
    {%- for digits in range(1, 100) -%}
        {%- if upper_bound <= 2 ** digits -%}
            {{ return(digits) }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
