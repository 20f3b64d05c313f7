{{ config(tags=['sample']) }}
{{ rows_that_differ(
    ref('expected_leads'),
    ref('fct_leads'),
    ['lead_key'] + lead_fields() + ['vendor', 'delivery', 'created_on', 'first_delivery', 'times_delivered', 'vendors', 'crm_id', 'crm_status'],
    'lead_key',
) }}
