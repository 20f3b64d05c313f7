{# Whether the server knows `merge`. #}
{% macro postgres_has_merge() -%}
    {{ return(run_query('show server_version_num').rows[0][0] | int >= 150000) }}
{%- endmacro %}
