{% macro make_backup_relation(base_relation, backup_relation_type, suffix='__dbt_backup') -%}
    {{ return(adapter.dispatch('make_backup_relation', 'dbt')(base_relation, backup_relation_type, suffix)) }}
{%- endmacro %}

{% macro default__make_backup_relation(base_relation, backup_relation_type, suffix) -%}
    {%- set identifier = base_relation.identifier[:63 - suffix | length] ~ suffix -%}
    {{ return(base_relation.incorporate(path={'identifier': identifier}, type=backup_relation_type)) }}
{%- endmacro %}
