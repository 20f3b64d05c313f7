{{ config(tags=['sample']) }}
{%- set shares = [] -%}
{%- for field in lead_fields() -%}
    {%- do shares.append(field ~ '_percent') -%}
{%- endfor %}
{{ rows_that_differ(
    ref('expected_lead_quality'),
    ref('rpt_lead_quality'),
    ['vendor', 'delivery', 'row_count', 'duplicate_rows', 'unidentified_rows'] + shares + ['matched_percent'],
    'vendor',
) }}
