-- Only new and changed leads, in the column order that the CRM import wants.
select
    crm_id,
    first_name,
    last_name,
    email,
    phone,
    street,
    city,
    state,
    zip,
    vendor as lead_source,
    crm_status as action
from {{ ref('fct_leads') }}
where crm_status in ('new', 'changed')
