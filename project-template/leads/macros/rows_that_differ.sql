{# Rows of one relation that the other lacks, both ways, on the columns of the expected one. #}
{% macro rows_that_differ(expected, actual, columns, key) -%}
{%- set column_list = columns | join(', ') -%}
select 'missing' as problem, missing.* from (
    select {{ column_list }} from {{ expected }}
    except
    select {{ column_list }} from {{ actual }}
) as missing
union all
select 'unexpected' as problem, unexpected.* from (
    select {{ column_list }} from {{ actual }} where {{ key }} in (select {{ key }} from {{ expected }})
    except
    select {{ column_list }} from {{ expected }}
) as unexpected
{%- endmacro %}
