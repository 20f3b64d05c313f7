{{ config(tags=['sample']) }}
with counted as (
    {%- for mart in ['fct_leads', 'crm_upload', 'rpt_lead_quality'] %}
    select '{{ mart }}' as mart, count(*) as row_count from {{ ref(mart) }}
    {%- if not loop.last %} union all{% endif %}
    {%- endfor %}
)

select
    expected.mart,
    expected.row_count as expected_rows,
    counted.row_count as found_rows
from {{ ref('expected_counts') }} as expected
left join counted on expected.mart = counted.mart
where counted.row_count is null or counted.row_count <> expected.row_count
