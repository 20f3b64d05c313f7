with raw_leads as (
    select
        {{ delivery_of('_source_file') }} as delivery,
        {{ blank_to_null('first_name') }} as first_name,
        {{ blank_to_null('last_name') }} as last_name,
        {{ blank_to_null('email') }} as email,
        {{ blank_to_null('phone') }} as phone,
        {{ blank_to_null('street') }} as street,
        {{ blank_to_null('city') }} as city,
        {{ blank_to_null('state') }} as state,
        {{ blank_to_null('zip') }} as zip,
        trim(created_at) as created_at,
        _loaded_at
    from {{ source('vendors', 'vendor_a') }}
)

select
    'vendor_a' as vendor,
    delivery,
    {{ standard_name('first_name') }} as first_name,
    {{ standard_name('last_name') }} as last_name,
    {{ standard_email('email') }} as email,
    {{ standard_phone('phone') }} as phone,
    street,
    city,
    upper(state) as state,
    substr(zip, 1, 5) as zip,
    {{ as_date('created_at') }} as created_on,
    _loaded_at
from raw_leads
