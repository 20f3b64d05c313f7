{% macro completeness_key_summary(model, compare_to, key, where) -%}
    select
        {{ completeness_share('count(is_present)', 'count(*)') }} as completeness_share,
        count(is_present) as completeness_complete,
        count(*) as completeness_total
    from ({{ completeness_keys(model, compare_to, key, where) }}) completeness_keys
{%- endmacro %}
