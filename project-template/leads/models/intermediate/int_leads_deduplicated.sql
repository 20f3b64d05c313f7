-- One record a lead: the most complete one, then the newest.
with scored as (
    select
        *,
        {% for field in lead_fields() -%}
        case when {{ field }} is null then 0 else 1 end{{ ' + ' if not loop.last }}
        {%- endfor %} as fields_present
    from {{ ref('int_leads_unioned') }}
    where lead_key is not null
),

ranked as (
    select
        scored.*,
        row_number() over (
            partition by lead_key
            order by fields_present desc, created_on desc, delivery desc, vendor asc
        ) as rank_in_lead
    from scored
),

sightings as (
    select
        lead_key,
        min(delivery) as first_delivery,
        count(*) as times_delivered,
        count(distinct vendor) as vendors
    from scored
    group by lead_key
)

select
    ranked.*,
    sightings.first_delivery,
    sightings.times_delivered,
    sightings.vendors
from ranked
inner join sightings on ranked.lead_key = sightings.lead_key
where ranked.rank_in_lead = 1
