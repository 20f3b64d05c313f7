select
    id as customer_id,
    name as customer_name,
    signed_up,
    country
from {{ ref('raw_customers') }}
