-- Per vendor and delivery: how many rows came, how many repeat a lead within the delivery, how complete they are.
select
    leads.vendor,
    leads.delivery,
    count(*) as row_count,
    count(leads.lead_key) - count(distinct leads.lead_key) as duplicate_rows,
    count(*) - count(leads.lead_key) as unidentified_rows,
    {% for field in lead_fields() -%}
    {{ percent_of_rows('count(leads.' ~ field ~ ')') }} as {{ field }}_percent,
    {% endfor -%}
    {{ percent_of_rows('count(matched.crm_id)') }} as matched_percent
from {{ ref('int_leads_unioned') }} as leads
left join {{ ref('fct_leads') }} as matched on leads.lead_key = matched.lead_key
group by leads.vendor, leads.delivery
