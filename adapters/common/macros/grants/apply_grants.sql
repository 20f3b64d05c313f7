{% macro apply_grants(relation, grant_config, should_revoke=True) -%}
    {{ return(adapter.dispatch('apply_grants', 'dbt')(relation, grant_config, should_revoke)) }}
{%- endmacro %}

{# Privileges are not given: a config that asks for them stops here rather than being passed over. #}
{% macro default__apply_grants(relation, grant_config, should_revoke=True) -%}
    {%- if grant_config -%}
        {{ exceptions.raise_compiler_error('grants are not built: give the privileges on ' ~ relation ~ ' in a post-hook') }}
    {%- endif -%}
{%- endmacro %}
