-- Every customer is counted in exactly one country: a row here is a difference.
with counted as (
    select sum(customers) as customers from {{ ref('customers_by_country') }}
),

staged as (
    select count(*) as customers from {{ ref('stg_customers') }}
)

select
    staged.customers as staged,
    counted.customers as counted
from staged
cross join counted
where staged.customers <> counted.customers
