{# Keys of the other relation that the model lacks, when too many are lacking. #}
{% macro completeness_missing_keys(model, compare_to, key, threshold, where) -%}
    select *
    from (
        select
            {{ completeness_share('count(is_present) over ()', 'count(*) over ()') }} as completeness_share,
            count(is_present) over () as completeness_complete,
            count(*) over () as completeness_total,
            completeness_keys.*
        from ({{ completeness_keys(model, compare_to, key, where) }}) completeness_keys
    ) completeness_checked
    where is_present is null
        and {{ completeness_is_below('completeness_complete', 'completeness_total', threshold) }}
{%- endmacro %}
