{# By recursion over the parts; a part that is not there is empty text, a negative number counts from the end. #}
{% macro sqlite__split_part(string_text, delimiter_text, part_number) -%}
    case when {{ string_text }} is not null then coalesce((
        with recursive split_parts (number, part, rest) as (
            select 0, null, {{ string_text }} || {{ delimiter_text }}
            union all
            select
                number + 1,
                substr(rest, 1, instr(rest, {{ delimiter_text }}) - 1),
                substr(rest, instr(rest, {{ delimiter_text }}) + length({{ delimiter_text }}))
            from split_parts
            where rest <> ''
        )
        select part from split_parts
        where number = ({{ part_number }}) + case when ({{ part_number }}) < 0 then (select max(number) + 1 from split_parts) else 0 end
            and number > 0
    ), '') end
{%- endmacro %}
