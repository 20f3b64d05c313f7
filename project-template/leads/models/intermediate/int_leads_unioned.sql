{%- for vendor in ['stg_vendor_a', 'stg_vendor_b', 'stg_vendor_c'] %}
select
    vendor,
    delivery,
    first_name,
    last_name,
    email,
    phone,
    street,
    city,
    state,
    zip,
    created_on,
    {{ lead_key() }} as lead_key
from {{ ref(vendor) }}
{%- if not loop.last %}

union all
{% endif %}
{%- endfor %}
