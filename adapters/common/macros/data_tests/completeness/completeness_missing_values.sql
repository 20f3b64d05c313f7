{# Rows without a value, where too many of the group lack one. #}
{% macro completeness_missing_values(model, column_name, threshold, group_by) -%}
    {%- set groups = completeness_list(group_by) -%}
    {%- set over = 'over (' ~ ('partition by ' ~ groups | join(', ') if groups else '') ~ ')' -%}
    {%- set is_blank = completeness_is_blank(column_name) -%}
    select *
    from (
        select
            {{ completeness_share('sum(case when ' ~ is_blank ~ ' then 0 else 1 end) ' ~ over, 'count(*) ' ~ over) }} as completeness_share,
            sum(case when {{ is_blank }} then 0 else 1 end) {{ over }} as completeness_complete,
            count(*) {{ over }} as completeness_total,
            completeness_rows.*
        from (select * from {{ model }}) completeness_rows
    ) completeness_checked
    where {{ is_blank }}
        and {{ completeness_is_below('completeness_complete', 'completeness_total', threshold) }}
{%- endmacro %}
