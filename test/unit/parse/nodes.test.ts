import { describe, expect, it } from 'vitest';
import type { ManifestNode } from '../../../core/resources/node.js';
import { type Files, type InMemoryOptions, parseInMemory } from '../../support/project.js';

/** Parses and expects nothing to be said. */
function parse(files: Files, options?: InMemoryOptions) {
  const project = parseInMemory(files, options);
  expect(project.diagnostics.map((one) => one.message)).toEqual([]);
  return project;
}

function node(files: Files, id: string, options?: InMemoryOptions): ManifestNode {
  const found = parse(files, options).manifest.nodes.get(id);
  expect(found).toBeDefined();
  return found as ManifestNode;
}

describe('a model', () => {
  const files = {
    'dbt_project.yml': `
name: shop
models:
  shop:
    +tags: [proj]
    staging: {+materialized: view, +meta: {layer: stg}}
    marts: {+materialized: table, +schema: mart}
`,
    'seeds/raw_orders.csv': 'id,status\n1,placed\n',
    'models/staging/stg_orders.sql':
      "\n\n{{ config(materialized='ephemeral', tags='eph', meta={'owner': 'a'}) }}\nselect id from {{ ref('shop', 'raw_orders') }}\n\n",
    'models/marts/orders.sql': "{{ config(alias='fct') }}\nselect 1 from {{ ref('stg_orders') }}",
  };

  it('is named, placed and configured as in dbt', () => {
    const orders = node(files, 'model.shop.orders');
    expect(orders).toMatchObject({
      name: 'orders',
      path: 'marts/orders.sql',
      originalFilePath: 'models/marts/orders.sql',
      fqn: ['shop', 'marts', 'orders'],
      database: 'db',
      schema: 'main_mart',
      alias: 'fct',
      relationName: '"db"."main_mart"."fct"',
      tags: ['proj'],
      access: 'protected',
      location: { file: 'models/marts/orders.sql', line: 1, column: 1 },
    });
    expect(orders.config).toMatchObject({ materialized: 'table', schema: 'mart', enabled: true });
  });

  it('merges tags and meta over the levels; an ephemeral model has no relation name', () => {
    const staging = node(files, 'model.shop.stg_orders');
    expect(staging.tags).toEqual(['proj', 'eph']);
    expect(staging.meta).toEqual({ layer: 'stg', owner: 'a' });
    expect(staging.relationName).toBeNull();
  });

  it('keeps its code stripped, with the checksum that dbt has', () => {
    const code = "select id as customer_id, name from {{ ref('raw_customers') }}";
    const stg = node(
      { 'seeds/raw_customers.csv': '', 'models/stg_customers.sql': `\n${code}\n\n\n` },
      'model.shop.stg_customers',
    );
    expect(stg.rawCode).toBe(code);
    expect(stg.checksum.checksum).toBe('31e199a25ae8615518a1d686c3e5e2ed9f8ca8280975e01f6e4ddef0a5e31435');
  });

  it('records references with their places, those in branches not taken left out', () => {
    const sql =
      "\n select *\n from {{ ref('a') }}, {{ source('crm', 'leads') }}\n{% if is_incremental() %}{{ ref('never') }}{% endif %}";
    const files = {
      'models/a.sql': 'select 1',
      'models/b.sql': sql,
      'models/s.yml': 'sources: [{name: crm, tables: [{name: leads}]}]',
    };
    const b = node(files, 'model.shop.b');
    expect(b.refs).toEqual([
      { package: null, name: 'a', version: null, location: expect.objectContaining({ line: 3, column: 10 }) },
    ]);
    expect(b.sources).toEqual([
      { source: 'crm', table: 'leads', location: expect.objectContaining({ line: 3, column: 26 }) },
    ]);
    expect(b.dependsOn).toEqual({
      nodes: ['source.shop.crm.leads', 'model.shop.a'],
      macros: ['macro.dbt.is_incremental'],
    });
  });

  it('gives each version of a reference its own place', () => {
    const sql =
      "select * from {{ ref('a') }},\n{{ ref('a', version=2) }},\n {{ ref('a', v='beta') }} {{ ref('a', v=1.0) }}";
    const { parsed } = parseInMemory({ 'models/a.sql': 'select 1', 'models/b.sql': sql });
    const b = parsed.files.flatMap(({ nodes }) => nodes).find(({ uniqueId }) => uniqueId === 'model.shop.b');
    expect(b?.refs.map(({ version, location }) => [version, location?.line])).toEqual([
      [null, 1],
      [2, 2],
      ['beta', 3],
      ['1.0', undefined],
    ]);
  });

  it('records references that macros make, and hooks of its config', () => {
    const b = node(
      {
        'macros/m.sql':
          '{% macro pick(name) %}{{ ref(name) }}{{ inner() }}{% endmacro %}{% macro inner() %}{% endmacro %}',
        'models/a.sql': 'select 1',
        'models/h.sql': 'select 1',
        'models/b.sql': '{{ config(post_hook="insert into x select * from {{ ref(\'h\') }}") }}{{ pick("a") }}',
      },
      'model.shop.b',
    );
    expect(b.dependsOn).toEqual({ nodes: ['model.shop.a', 'model.shop.h'], macros: ['macro.shop.pick'] });
    expect(b.config['post-hook']).toEqual([
      { sql: "insert into x select * from {{ ref('h') }}", transaction: true, index: null },
    ]);
  });

  it('answers templates while parsing as dbt does', () => {
    const sql = `{% set facts = {
      'get': config.get('materialized', 'd'), 'require': config.require('materialized'), 'this': this|string,
      'alias': model.alias, 'unique_id': model.unique_id, 'materialized': model.config.materialized,
      'execute': execute, 'sql': sql, 'schema': schema, 'database': database, 'graph': graph|string,
      'relation': adapter.get_relation('a', 'b', 'c'), 'columns': adapter.get_columns_in_relation(this),
      'missing_columns': adapter.get_missing_columns(this, this), 'exists': adapter.check_schema_exists('a', 'b'),
      'type': adapter.type(), 'quoted': adapter.quote('a'), 'ref': ref('a')|string, 'var': var('missing'),
      'rendered': render('{{ 1 + 1 }}'), 'result': load_result('x'), 'docs': config.persist_relation_docs(),
      'set': config.set('x', 'y'), 'undefined': nope.foo.bar()|string, 'fqn': model.fqn,
      'made': api.Relation.create(schema='a', identifier='b')|string
    } %}{{ config(meta=facts) }}`;
    const files = {
      'dbt_project.yml': 'name: shop\nmodels: {+schema: sch, shop: {s: {+materialized: table, +alias: al}}}',
      'models/a.sql': 'select 1',
      'models/s/k.sql': sql,
    };
    const project = parseInMemory(files);
    expect(project.manifest.nodes.get('model.shop.k')?.meta).toEqual({
      get: '',
      require: '',
      this: '"db"."main"."k"',
      alias: 'k',
      unique_id: 'model.shop.k',
      materialized: 'table',
      execute: false,
      sql: null,
      schema: 'main',
      database: 'db',
      graph: '{}',
      relation: null,
      columns: [],
      missing_columns: [],
      exists: false,
      type: 'postgres',
      quoted: '"a"',
      ref: '"db"."main"."k"',
      var: null,
      rendered: '2',
      result: null,
      docs: false,
      set: '',
      undefined: '',
      fqn: ['shop', 's', 'k'],
      made: '"a"."b"',
    });
  });

  it('has no secrets of the target to give', () => {
    const { diagnostics, manifest } = parseInMemory({
      'models/a.sql': "{{ config(meta={'p': adapter.config.credentials.password|string}) }}",
    });
    expect(diagnostics).toEqual([]);
    expect(manifest.nodes.get('model.shop.a')?.meta).toEqual({ p: '' });
  });

  it('is not there when it is disabled, but kept aside', () => {
    const { manifest } = parse({ 'models/off.sql': '{{ config(enabled=false) }}select 1' });
    expect([...manifest.nodes.keys()]).toEqual([]);
    expect(manifest.disabled.get('model.shop.off')?.[0].name).toBe('off');
  });

  it('is named without its schema on SQLite in one file', () => {
    const a = node({ 'models/a.sql': "{{ config(schema='x') }}select 1" }, 'model.shop.a', { adapter: 'sqlite' });
    expect(a).toMatchObject({ schema: 'main_x', relationName: '"a"' });
  });
});

describe('two nodes with one name in two schemas', () => {
  const files = {
    'models/a.sql': "{{ config(alias='t', schema='x') }}select 1",
    'models/b.sql': "{{ config(alias='t', schema='y') }}select 1",
  };

  it('are two relations on Postgres', () => {
    parse(files);
  });

  it('collide on SQLite in one file, where there are no schemas', () => {
    const { diagnostics } = parseInMemory(files, { adapter: 'sqlite' });
    expect(diagnostics.map((one) => [one.code, one.message])).toEqual([
      [
        'TSDBT_RELATION_DUPLICATE',
        `The model 'a' (models/a.sql) and the model 'b' (models/b.sql) would both be the relation "t".`,
      ],
    ]);
  });
});

describe('a name that is longer than the database keeps', () => {
  const long = 'm'.repeat(64);
  const files = {
    [`models/${long}.sql`]: 'select 1',
    'models/umlauts.sql': `{{ config(alias='${'ü'.repeat(32)}') }}select 1`,
    'models/inner.sql': `{{ config(materialized='ephemeral', alias='${long}') }}select 1`,
    [`models/${'k'.repeat(63)}.sql`]: 'select 1',
  };

  it('is an error on Postgres, which would cut it, for nodes that have a relation', () => {
    const { diagnostics } = parseInMemory(files);
    expect(diagnostics.map((one) => [one.code, one.location?.file])).toEqual([
      ['TSDBT_RELATION_NAME_LONG', `models/${long}.sql`],
      ['TSDBT_RELATION_NAME_LONG', 'models/umlauts.sql'],
    ]);
    expect(diagnostics[1].message).toContain('a name of 64 bytes; the database keeps 63');
  });

  it('is none on SQLite', () => {
    expect(parseInMemory(files, { adapter: 'sqlite' }).diagnostics).toEqual([]);
  });
});

describe('the names of a node', () => {
  const own = '{% macro generate_schema_name(name, node) %}  {{ node.name }}_of_{{ node.fqn[0] }}\n{% endmacro %}';

  it('come from the macros of the root project, trimmed', () => {
    expect(node({ 'macros/g.sql': own, 'models/a.sql': '' }, 'model.shop.a').schema).toBe('a_of_shop');
  });

  it('come from the own macros of a package, which win over the root project', () => {
    const { manifest } = parse(
      { 'macros/g.sql': own },
      { addon: { 'macros/g.sql': own.replace('_of_', '_in_'), 'models/b.sql': 'select 1' } },
    );
    expect(manifest.nodes.get('model.addon.b')?.schema).toBe('b_in_addon');
  });

  it('may use config and target', () => {
    const macro =
      '{% macro generate_alias_name(name, node) %}{{ target.name }}_{{ node.config.materialized }}_{{ name or node.name }}{% endmacro %}';
    const a = node({ 'macros/g.sql': macro, 'models/a.sql': "{{ config(materialized='table') }}" }, 'model.shop.a');
    expect(a.alias).toBe('dev_table_a');
  });

  it('must not be empty: an undefined name in the macro is no schema', () => {
    const macro = '{% macro generate_schema_name(name, node) %}{{ targt.schema }}{% endmacro %}';
    const { diagnostics } = parseInMemory({ 'macros/g.sql': macro, 'models/a.sql': 'select 1' });
    expect(diagnostics).toMatchObject([
      {
        severity: 'error',
        message: 'The macro generate_schema_name gives an empty name.',
        location: { file: 'models/a.sql' },
        notes: [{ location: { file: 'macros/g.sql', line: 1 } }],
      },
    ]);
  });
});

describe('other nodes', () => {
  it('seeds, analyses, singular tests and hooks have the ids, paths and fqns of dbt', () => {
    const { manifest } = parse({
      'dbt_project.yml': `
name: shop
on-run-start: "select 1"
on-run-end: ["select 2", "{{ target.name }}"]
`,
      'seeds/raw.csv': 'a\n1\n',
      'analyses/sub/an.sql': "select * from {{ ref('raw') }}",
      'tests/sub/check.sql': "{{ config(severity='warn') }}select * from {{ ref('raw') }}",
      'tests/generic/g.sql': '{% test odd(model, column_name) %}{% endtest %}',
    });
    const facts = Array.from(manifest.nodes.values(), (one) => [one.uniqueId, one.path, one.fqn.join('.'), one.schema]);
    expect(facts).toEqual([
      ['seed.shop.raw', 'raw.csv', 'shop.raw', 'main'],
      ['analysis.shop.an', 'analysis/sub/an.sql', 'shop.analysis.sub.an', 'main'],
      ['test.shop.check', 'sub/check.sql', 'shop.sub.check', 'main_dbt_test__audit'],
      ['operation.shop.shop-on-run-start-0', 'hooks/shop-on-run-start-0.sql', 'shop.hooks.shop-on-run-start-0', 'main'],
      ['operation.shop.shop-on-run-end-0', 'hooks/shop-on-run-end-0.sql', 'shop.hooks.shop-on-run-end-0', 'main'],
      ['operation.shop.shop-on-run-end-1', 'hooks/shop-on-run-end-1.sql', 'shop.hooks.shop-on-run-end-1', 'main'],
    ]);
    expect(manifest.nodes.get('operation.shop.shop-on-run-end-1')).toMatchObject({
      hook: 'on-run-end',
      index: 1,
      originalFilePath: './dbt_project.yml',
      tags: ['on-run-end'],
    });
    expect(manifest.nodes.get('seed.shop.raw')).toMatchObject({ dataPath: '/project/seeds/raw.csv', rawCode: '' });
  });

  it('SQL of the command line is a node of the root project', () => {
    const { manifest } = parse({ 'models/a.sql': 'select 1' }, { inlineSql: " select * from {{ ref('a') }} " });
    const inline = manifest.nodes.get('sql_operation.shop.inline_query');
    expect(inline).toMatchObject({ rawCode: "select * from {{ ref('a') }}", dependsOn: { nodes: ['model.shop.a'] } });
  });

  it('snapshots and Python models are recognised with one warning each and left out', () => {
    const { diagnostics, manifest } = parseInMemory({
      'models/p.py': 'def model(dbt, session): pass',
      'models/q.py': 'def model(dbt, session): pass',
      'snapshots/s.sql': '{% snapshot history %}select 1{% endsnapshot %}',
    });
    expect(diagnostics.map((one) => [one.severity, one.message])).toEqual([
      ['warning', 'Python models (in 2 files) are not supported yet: they are not built.'],
      ['warning', 'Snapshots (in 1 file) are not supported yet: they are not built.'],
    ]);
    expect(manifest.nodes.size).toBe(0);
  });
});

describe('macros', () => {
  it('are found in the own package, the root project and the built-in ones, and dispatched', () => {
    const macros = `
{% macro third() %}{{ return(adapter.dispatch('third', 'addon')()) }}{% endmacro %}
{% macro default__third() %}from addon{% endmacro %}`;
    const { manifest } = parse(
      {
        'macros/m.sql': '{% macro postgres__third() %}from root{% endmacro %}',
        'models/a.sql': '{{ config(meta={"x": addon.third()}) }}',
      },
      { addon: { 'macros/m.sql': macros } },
    );
    expect(manifest.nodes.get('model.shop.a')?.meta).toEqual({ x: 'from root' });
    expect(manifest.macros.get('macro.addon.third')?.dependsOn.macros).toEqual(['macro.shop.postgres__third']);
  });

  it('appear in the manifest with their text, calls and properties', () => {
    const { manifest } = parse({
      'macros/m.sql': '{% macro one(a) %}{{ two() }}{% endmacro %}\n{% macro two() %}{% endmacro %}',
      'macros/m.yml': 'macros: [{name: one, description: does, arguments: [{name: a, type: int, description: an a}]}]',
    });
    expect(manifest.macros.get('macro.shop.one')).toMatchObject({
      macroSql: '{% macro one(a) %}{{ two() }}{% endmacro %}',
      dependsOn: { macros: ['macro.shop.two'] },
      description: 'does',
      arguments: [{ name: 'a', type: 'int', description: 'an a' }],
      patchPath: 'shop://macros/m.yml',
    });
  });

  it('may replace ref, and reach the original', () => {
    const { manifest } = parse({
      'macros/m.sql': "{% macro ref(name) %}{{ return(builtins.ref(name ~ '_v2')) }}{% endmacro %}",
      'models/a_v2.sql': 'select 1',
      'models/b.sql': "select * from {{ ref('a') }}",
    });
    expect(manifest.nodes.get('model.shop.b')?.dependsOn).toEqual({
      nodes: ['model.shop.a_v2'],
      macros: ['macro.shop.ref'],
    });
  });

  it('are found by name in the context', () => {
    const { manifest } = parse({
      'macros/m.sql': '{% macro one() %}1{% endmacro %}',
      'models/a.sql': "{{ config(meta={'x': context['one'](), 'y': context.get('nope', 'none')}) }}",
    });
    expect(manifest.nodes.get('model.shop.a')?.meta).toEqual({ x: '1', y: 'none' });
  });

  it('may say something while parsing', () => {
    const { said } = parse({ 'models/a.sql': "{{ log('hi', info=true) }}{{ exceptions.warn('careful') }}" });
    expect(said).toEqual(['log hi', 'warn careful']);
  });
});
