{%- set months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] -%}

with raw_leads as (
    select
        {{ delivery_of('_source_file') }} as delivery,
        {{ blank_to_null('contact') }} as contact,
        {{ blank_to_null('mail') }} as email,
        {{ blank_to_null('tel') }} as phone,
        {{ blank_to_null('addr') }} as address,
        trim(received) as received,
        _loaded_at
    from {{ source('vendors', 'vendor_c') }}
),

-- "Zoë Muñoz"; "9 Café Blvd, Madison, WI 53703"; "20260116" or "Jan 9, 2026"
split_once as (
    select
        raw_leads.*,
        {{ before(' ', 'contact') }} as first_name,
        {{ after(' ', 'contact') }} as last_name,
        {{ before(',', 'address') }} as street,
        {{ after(',', 'address') }} as city_state_zip,
        {{ before(',', after(' ', 'received')) }} as received_day,
        {{ after(',', 'received') }} as received_year,
        case substr(received, 1, 3)
            {%- for month in months %}
            when '{{ month }}' then '{{ '%02d' % loop.index }}'
            {%- endfor %}
        end as received_month
    from raw_leads
),

split_twice as (
    select
        split_once.*,
        {{ before(',', 'city_state_zip') }} as city,
        {{ after(',', 'city_state_zip') }} as state_zip,
        case
            when received_month is null
                then substr(received, 1, 4) || '-' || substr(received, 5, 2) || '-' || substr(received, 7, 2)
            else received_year || '-' || received_month || '-' || {{ two_digits('received_day') }}
        end as created_on
    from split_once
)

select
    'vendor_c' as vendor,
    delivery,
    {{ standard_name('first_name') }} as first_name,
    {{ standard_name('last_name') }} as last_name,
    {{ standard_email('email') }} as email,
    {{ standard_phone('phone') }} as phone,
    street,
    city,
    upper(substr(state_zip, 1, 2)) as state,
    case when length(state_zip) >= 8 then substr(state_zip, 4, 5) end as zip,
    {{ as_date('created_on') }} as created_on,
    _loaded_at
from split_twice
