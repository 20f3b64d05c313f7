{# Every key of the other relation without nulls, once, with whether the model has it. #}
{% macro completeness_keys(model, compare_to, key, where) -%}
    {%- set keys = completeness_list(key) -%}
    {%- if not keys -%}
        {{ exceptions.raise_compiler_error('completeness with compare_to needs a key: a column or a list of columns') }}
    {%- endif -%}
    {%- set equal = [] -%}
    {%- for column in keys -%}
        {%- do equal.append('found.' ~ column ~ ' = wanted.' ~ column) -%}
    {%- endfor -%}
    select wanted.*, found.is_present
    from (
        select distinct {{ keys | join(', ') }}
        from {{ compare_to }}
        where {% if where %}({{ where }}) and {% endif %}{{ keys | join(' is not null and ') }} is not null
    ) wanted
    left join (select distinct {{ keys | join(', ') }}, 1 as is_present from {{ model }}) found
        on {{ equal | join(' and ') }}
{%- endmacro %}
