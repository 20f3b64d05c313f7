{% macro completeness_value_summary(model, column_name, group_by) -%}
    {%- set groups = completeness_list(group_by) -%}
    {%- set complete = 'sum(case when ' ~ completeness_is_blank(column_name) ~ ' then 0 else 1 end)' -%}
    select
        {% for group in groups %}{{ group }}, {% endfor -%}
        {{ completeness_share(complete, 'count(*)') }} as completeness_share,
        {{ complete }} as completeness_complete,
        count(*) as completeness_total
    from {{ model }}
    {%- if groups %}
    group by {{ groups | join(', ') }}
    order by completeness_share, {{ groups | join(', ') }}
    {%- endif -%}
{%- endmacro %}
