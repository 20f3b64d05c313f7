{# By recursion: power() is missing in many builds of SQLite. #}
{% macro sqlite__generate_series(upper_bound) %}
    with recursive series (generated_number) as (
        select 1
        union all
        select generated_number + 1 from series where generated_number < {{ upper_bound }}
    )
    select generated_number from series where generated_number <= {{ upper_bound }}
{% endmacro %}
