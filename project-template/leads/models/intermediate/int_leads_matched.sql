-- Each lead with what the CRM knows of it, found by the same key that makes two records one lead.
with crm as (
    select
        stg_crm_leads.*,
        {{ lead_key() }} as lead_key
    from {{ ref('stg_crm_leads') }} as stg_crm_leads
)

select
    leads.*,
    crm.crm_id,
    {% for field in lead_fields() -%}
    crm.{{ field }} as crm_{{ field }},
    {% endfor -%}
    case
        when crm.crm_id is null then 'new'
        {% for field in lead_fields() -%}
        when leads.{{ field }} is not null and leads.{{ field }} <> coalesce(crm.{{ field }}, '') then 'changed'
        {% endfor -%}
        else 'known'
    end as crm_status
from {{ ref('int_leads_deduplicated') }} as leads
left join crm on leads.lead_key = crm.lead_key
