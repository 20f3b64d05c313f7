{# Compares in whole numbers: 0.1 of 30 rows is 3 rows, and no fraction gets lost. #}
{% macro completeness_is_below(complete, total, threshold) -%}
    {%- set parts = (threshold | string).split('.') -%}
    {%- set fraction = parts[1] if parts | length == 2 else '' -%}
    {%- set digits = parts[0] ~ fraction -%}
    {%- if parts | length > 2 or not modules.re.match('[0-9]+$', digits) or digits | int > 10 ** (fraction | length) -%}
        {{ exceptions.raise_compiler_error('the threshold of completeness is a share between 0 and 1, not ' ~ threshold) }}
    {%- endif -%}
    {{ complete }} * {{ 10 ** (fraction | length) }} < {{ total }} * {{ digits | int }}
{%- endmacro %}
