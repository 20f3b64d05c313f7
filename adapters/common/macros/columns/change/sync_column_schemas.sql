{# Changes the columns of a relation as check_for_schema_changes found them and as the mode allows. #}
{% macro sync_column_schemas(on_schema_change, target_relation, schema_changes_dict) -%}
    {%- set added = schema_changes_dict['source_not_in_target'] -%}
    {%- if on_schema_change == 'append_new_columns' -%}
        {%- do alter_relation_add_remove_columns(target_relation, added, none) if added -%}
    {%- elif on_schema_change == 'sync_all_columns' -%}
        {%- if not schema_changes_dict['source_columns'] -%}
            {{ exceptions.raise_compiler_error('No columns are known for ' ~ target_relation ~ ', so none of its own is dropped') }}
        {%- endif -%}
        {%- set removed = schema_changes_dict['target_not_in_source'] -%}
        {%- do alter_relation_add_remove_columns(target_relation, added, removed) if added or removed -%}
        {%- for changed in schema_changes_dict['new_target_types'] -%}
            {%- do alter_column_type(target_relation, changed['column_name'], changed['new_type']) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
