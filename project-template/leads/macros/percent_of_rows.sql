{% macro percent_of_rows(counted) -%} round(100.0 * {{ counted }} / count(*), 1) {%- endmacro %}
