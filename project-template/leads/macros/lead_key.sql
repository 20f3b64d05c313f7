{# What makes two records the same lead: the e-mail, else the phone, else name and zip. #}
{% macro lead_key() -%}
    case
        when email is not null then 'email:' || email
        when phone is not null then 'phone:' || phone
        when first_name is not null and last_name is not null and zip is not null
            then 'name:' || lower(first_name || ' ' || last_name) || '|' || zip
    end
{%- endmacro %}

{% macro lead_fields() -%}
    {{ return(['first_name', 'last_name', 'email', 'phone', 'street', 'city', 'state', 'zip']) }}
{%- endmacro %}
