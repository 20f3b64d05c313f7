import { describe, expect, it } from 'vitest';
import { compileBench } from '../../support/compile.js';

describe('macros of a project under the names of built-in ones', () => {
  it('replace ref, whose original is reached through builtins', async () => {
    const bench = compileBench({
      'models/a.sql': 'select 1 as id',
      'models/m.sql': "select * from {{ ref('a') }}",
      'macros/ref.sql': '{% macro ref(name) %}{{ return(builtins.ref(name).include(database=false)) }}{% endmacro %}',
    });
    expect((await bench.compile('m')).sql.text).toBe('select * from "main"."a"');
  });

  it('replace a built-in macro by its name, and one database by its prefix', async () => {
    const bench = compileBench({
      'models/m.sql': "{{ dbt.concat(['a', 'b']) }} {{ concat(['a', 'b']) }} {{ type_int() }} {{ hash('x') }}",
      'macros/own.sql':
        "{% macro type_int() %}int8{% endmacro %}{% macro postgres__concat(fields) -%} concat({{ fields | join(', ') }}) {%- endmacro %}",
    });
    const { sql } = await bench.compile('m');
    expect(sql.text).toBe('concat(a, b) concat(a, b) int8 md5(cast(x as TEXT))');
  });

  it('replace the macros of a package where the project says so', async () => {
    const files = {
      'dbt_project.yml':
        "name: shop\nversion: '1.0'\ndispatch:\n  - macro_namespace: addon\n    search_order: [shop, addon]\n",
      'models/m.sql': '{{ addon.greet() }} {{ addon.part() }}',
      'macros/own.sql': '{% macro default__greet() %}from the project{% endmacro %}',
    };
    const addon = {
      'macros/greet.sql':
        "{% macro greet() %}{{ return(adapter.dispatch('greet', 'addon')()) }}{% endmacro %}{% macro default__greet() %}from the package{% endmacro %}" +
        "{% macro part() %}{{ return(adapter.dispatch('part', 'addon')()) }}{% endmacro %}{% macro default__part() %}its own{% endmacro %}",
    };
    expect((await compileBench(files, { addon }).compile('m')).sql.text).toBe('from the project its own');
  });

  it('change how tables are spelled', async () => {
    const bench = compileBench({
      'models/m.sql': 'select 1',
      'macros/own.sql':
        '{% macro create_table_as(temporary, relation, sql) %}create table {{ relation }} /* mine */ as {{ sql }}{% endmacro %}',
    });
    expect(await bench.render("{{ get_create_table_as_sql(false, ref('m'), 'select 1') }}")).toBe(
      'create table "db"."main"."m" /* mine */ as select 1',
    );
  });
});
