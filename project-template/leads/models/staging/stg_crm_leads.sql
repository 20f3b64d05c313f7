-- The newest extract only: each one holds the whole CRM.
select
    crm_id,
    {{ blank_to_null('first_name') }} as first_name,
    {{ blank_to_null('last_name') }} as last_name,
    {{ standard_email('email') }} as email,
    {{ standard_phone('phone') }} as phone,
    {{ blank_to_null('street') }} as street,
    {{ blank_to_null('city') }} as city,
    {{ blank_to_null('state') }} as state,
    {{ blank_to_null('zip') }} as zip
from {{ source('crm', 'crm_leads') }}
where _source_file = (select max(_source_file) from {{ source('crm', 'crm_leads') }})
