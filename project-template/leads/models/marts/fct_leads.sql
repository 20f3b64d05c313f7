-- One row a lead.
select
    lead_key,
    first_name,
    last_name,
    email,
    phone,
    street,
    city,
    state,
    zip,
    vendor,
    delivery,
    created_on,
    first_delivery,
    times_delivered,
    vendors,
    crm_id,
    crm_status
from {{ ref('int_leads_matched') }}
