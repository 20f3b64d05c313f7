{# Privileges of an earlier relation can only be there when it was kept, or when the database copies them. #}
{% macro should_revoke(existing_relation, full_refresh_mode=True) -%}
    {%- if not existing_relation -%}
        {{ return(False) }}
    {%- endif -%}
    {{ return(copy_grants() if full_refresh_mode else True) }}
{%- endmacro %}
