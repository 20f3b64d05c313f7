{# Runs those of the hooks that belong inside of the transaction, or outside. #}
{% macro run_hooks(hooks, inside_transaction=True) %}
    {%- for hook in hooks | selectattr('transaction', 'equalto', inside_transaction) -%}
        {%- set code = render(hook.get('sql')) | trim -%}
        {%- if code | length > 0 -%}
            {%- call statement(auto_begin=inside_transaction) -%}
                {{ code }}
            {%- endcall -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
