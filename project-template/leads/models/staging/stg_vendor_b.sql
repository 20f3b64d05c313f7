with raw_leads as (
    select
        {{ delivery_of('_source_file') }} as delivery,
        {{ blank_to_null('full_name') }} as full_name,
        {{ blank_to_null('email_address') }} as email,
        {{ blank_to_null('phone_number') }} as phone,
        {{ blank_to_null('address') }} as address,
        trim(signup_date) as signup_date,
        _loaded_at
    from {{ source('vendors', 'vendor_b') }}
),

-- "Lovelace, Ada" or "Grace Hopper"; "1 Analytical Way, Springfield, IL 62701"; "1/12/2026"
split_once as (
    select
        raw_leads.*,
        case when full_name like '%,%' then {{ after(',', 'full_name') }} else {{ before(' ', 'full_name') }} end as first_name,
        case when full_name like '%,%' then {{ before(',', 'full_name') }} else {{ after(' ', 'full_name') }} end as last_name,
        {{ before(',', 'address') }} as street,
        {{ after(',', 'address') }} as city_state_zip,
        {{ before('/', 'signup_date') }} as signup_month,
        {{ after('/', 'signup_date') }} as signup_day_year
    from raw_leads
),

split_twice as (
    select
        split_once.*,
        {{ before(',', 'city_state_zip') }} as city,
        {{ after(',', 'city_state_zip') }} as state_zip,
        {{ before('/', 'signup_day_year') }} as signup_day,
        {{ after('/', 'signup_day_year') }} as signup_year
    from split_once
)

select
    'vendor_b' as vendor,
    delivery,
    {{ standard_name('first_name') }} as first_name,
    {{ standard_name('last_name') }} as last_name,
    {{ standard_email('email') }} as email,
    {{ standard_phone('phone') }} as phone,
    street,
    city,
    upper(substr(state_zip, 1, 2)) as state,
    case when length(state_zip) >= 8 then substr(state_zip, 4, 5) end as zip,
    {{ as_date("signup_year || '-' || " ~ two_digits('signup_month') ~ " || '-' || " ~ two_digits('signup_day')) }} as created_on,
    _loaded_at
from split_twice
