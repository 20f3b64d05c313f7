import { describe, expect, it } from 'vitest';
import { type Files, parseInMemory } from '../../support/project.js';

function parse(files: Files) {
  const project = parseInMemory(files);
  expect(project.diagnostics.map((one) => one.message)).toEqual([]);
  return project.manifest;
}

describe('a text that gives no value', () => {
  it.each([
    ["{{ 'true' | as_bool }}", "Could not convert value 'true' into type 'bool'", 25],
    ['{{ {(1, 2): 3} }}', 'keys must be str, int, float, bool or None, not tuple', 13],
  ])('is a mistake at its place: %s', (text, message, column) => {
    const properties = `models:\n- name: a\n  config:\n    alias: "${text}"\n`;
    expect(parseInMemory({ 'models/a.sql': 'select 1', 'models/s.yml': properties }).diagnostics).toMatchObject([
      { code: 'TSDBT_TEMPLATE_ERROR', message, location: { file: 'models/s.yml', line: 4, column } },
    ]);
  });
});

describe('properties of a model', () => {
  const files = {
    'models/marts/customers.sql': "{{ config(materialized='table') }}select 1",
    'models/docs.md': '{% docs cust %}\n# Customer\nThe customer.\n{% enddocs %}',
    'models/schema.yml': `
models:
  - name: customers
    description: '{{ doc("cust") }} on {{ target.name }}'
    config: {tags: [yaml], meta: {m: 1}, materialized: view}
    docs: {show: true, node_color: red}
    access: public
    columns:
      - {name: id, description: "{{ doc('shop', 'cust') }}", data_type: integer, tags: [pk], meta: {z: 1}}
      - {name: status, quote: true}
`,
  };

  it('describe it, with docs blocks put in', () => {
    const node = parse(files).nodes.get('model.shop.customers');
    expect(node).toMatchObject({
      description: '# Customer\nThe customer. on dev',
      docBlocks: ['doc.shop.cust'],
      tags: ['yaml'],
      meta: { m: 1 },
      docs: { show: true, nodeColor: 'red' },
      access: 'public',
      patchPath: 'shop://models/schema.yml',
    });
    expect(node?.columns.id).toMatchObject({
      description: '# Customer\nThe customer.',
      dataType: 'integer',
      tags: ['pk'],
      meta: { z: 1 },
    });
    expect(node?.columns.status.quote).toBe(true);
  });

  it('are overruled by the config of its file', () => {
    expect(parse(files).nodes.get('model.shop.customers')?.config.materialized).toBe('table');
  });

  it('that describe nothing are warned about, with what was nearly meant', () => {
    const { diagnostics } = parseInMemory({ 'models/customers.sql': '', 'models/s.yml': 'models: [{name: custmers}]' });
    expect(diagnostics).toMatchObject([
      { code: 'TSDBT_PROPERTIES_UNUSED', severity: 'warning', hint: "Did you mean 'customers'?" },
    ]);
  });

  it('may be written once only', () => {
    const { diagnostics } = parseInMemory({
      'models/m.sql': '',
      'models/a.yml': 'models: [{name: m}]',
      'models/b.yml': 'models:\n  - name: m',
    });
    expect(diagnostics).toMatchObject([
      {
        code: 'TSDBT_PROPERTIES_DUPLICATE',
        location: { file: 'models/b.yml', line: 2 },
        notes: [{ location: { file: 'models/a.yml', line: 1 } }],
      },
    ]);
  });

  it('that name a docs block that does not exist are an error at their place', () => {
    const { diagnostics } = parseInMemory({
      'models/m.sql': '',
      'models/d.md': '{% docs customer %}x{% enddocs %}',
      'models/s.yml': 'models:\n  - name: m\n    description: "{{ doc(\'custmer\') }}"',
    });
    expect(diagnostics).toMatchObject([
      { code: 'TSDBT_DOC_MISSING', location: { file: 'models/s.yml' }, hint: "Did you mean 'customer'?" },
    ]);
  });

  it('of kinds that are not built warn once per kind', () => {
    const { diagnostics } = parseInMemory({
      'models/s.yml': `
groups: [{name: g, owner: {name: x}}, {name: h, owner: {name: x}}]
unit_tests: [{name: u, model: m, given: [], expect: {rows: []}}]
`,
    });
    expect(diagnostics.map((one) => [one.severity, one.code])).toEqual([
      ['warning', 'TSDBT_FEATURE_UNBUILT'],
      ['warning', 'TSDBT_FEATURE_UNBUILT'],
    ]);
  });
});

describe('sources', () => {
  const files = {
    'models/staging/src.yml': `
sources:
  - name: erp
    description: erp desc
    schema: erp_raw
    tags: [erp]
    meta: {s: 1, both: source}
    tables:
      - name: parties
        identifier: tbl_parties
        description: pp
        tags: [t]
        meta: {both: table}
        quoting: {identifier: false}
        external: {location: 'x/*.csv'}
        columns: [{name: id, description: the id}]
      - name: unused
        config: {enabled: false}
  - name: plain
    database: other
    tables: [{name: things}]
`,
  };

  it('are named and placed as in dbt, tables inheriting from their source', () => {
    const manifest = parse(files);
    expect(manifest.sources.get('source.shop.erp.parties')).toMatchObject({
      name: 'parties',
      sourceName: 'erp',
      path: 'models/staging/src.yml',
      fqn: ['shop', 'staging', 'erp', 'parties'],
      database: 'db',
      schema: 'erp_raw',
      identifier: 'tbl_parties',
      relationName: '"db"."erp_raw".tbl_parties',
      tags: ['erp', 't'],
      meta: { s: 1, both: 'table' },
      sourceMeta: { s: 1, both: 'source' },
      description: 'pp',
      sourceDescription: 'erp desc',
      columns: { id: { description: 'the id' } },
    });
    expect(manifest.sources.get('source.shop.plain.things')?.relationName).toBe('"other"."plain"."things"');
  });

  it('that are disabled are kept aside', () => {
    const manifest = parse(files);
    expect(manifest.sources.has('source.shop.erp.unused')).toBe(false);
    expect(manifest.disabled.has('source.shop.erp.unused')).toBe(true);
  });

  it('give their tags and those of their columns to tests', () => {
    const manifest = parse({
      'models/s.yml':
        'sources: [{name: a, tags: [x], tables: [{name: b, columns: [{name: c, tags: [y], data_tests: [unique]}]}]}]',
    });
    expect([...manifest.nodes.values()].map((node) => node.tags)).toEqual([['x', 'y']]);
  });
});

describe('exposures', () => {
  it('depend on what their calls name', () => {
    const manifest = parse({
      'models/customers.sql': '',
      'models/marts/e.yml': `
sources: [{name: erp, tables: [{name: parties}]}]
exposures:
  - name: dash
    type: dashboard
    label: Dash
    owner: {name: me}
    url: http://x
    depends_on: [ref('customers'), "source('erp', 'parties')"]
    tags: [expo]
`,
    });
    expect(manifest.exposures.get('exposure.shop.dash')).toMatchObject({
      fqn: ['shop', 'marts', 'dash'],
      path: 'marts/e.yml',
      originalFilePath: 'models/marts/e.yml',
      label: 'Dash',
      tags: ['expo'],
      dependsOn: { nodes: ['source.shop.erp.parties', 'model.shop.customers'] },
    });
  });

  it('must name calls, each at its place', () => {
    const { diagnostics } = parseInMemory({
      'models/e.yml':
        'exposures:\n  - {name: e, type: dashboard, owner: {name: x}, depends_on: [customers, "ref(\'zz\')"]}',
    });
    expect(diagnostics.map((one) => [one.code, one.location?.line, one.location?.column])).toEqual([
      ['TSDBT_PROPERTIES_INVALID', 2, 63],
      ['TSDBT_REF_MISSING', 2, 75],
    ]);
  });
});

describe('mistakes', () => {
  it('of all files come out together, each at its place, and the rest is read', () => {
    const { diagnostics, manifest } = parseInMemory({
      'models/good.sql': 'select 1',
      'models/bad1.sql': '\n{{ ref() }}',
      'models/bad2.sql': "{{ config('a') }}",
      'models/bad3.sql': 'select {% if %} x',
      'models/bad4.sql': "{{ exceptions.raise_compiler_error('no good') }}",
      'models/bad5.sql': 'x\n{{ broken(1) }}',
      'models/bad6.sql': '{{ config(materialized=3) }}',
      'models/broken.yml': 'models: [',
      'macros/m.sql': "{% macro broken(a) %}\n {{ 1 + 'a' }}{% endmacro %}\n{% macro b() %}{% endmacro %}",
      'macros/n.sql': '{% macro b() %}{% endmacro %}',
      'macros/open.sql': '{% macro open() %}',
    });
    const found = diagnostics.map(
      (one) => `${one.location?.file}:${one.location?.line}:${one.location?.column} ${one.code}`,
    );
    expect(found.sort()).toEqual([
      'macros/n.sql:1:1 TSDBT_MACRO_DUPLICATE',
      'macros/open.sql:1:1 TSDBT_TEMPLATE_SYNTAX',
      'models/bad1.sql:2:4 TSDBT_TEMPLATE_ERROR',
      'models/bad2.sql:1:4 TSDBT_TEMPLATE_ERROR',
      'models/bad3.sql:1:14 TSDBT_TEMPLATE_SYNTAX',
      'models/bad4.sql:1:14 TSDBT_TEMPLATE_ERROR',
      'models/bad5.sql:2:4 TSDBT_TEMPLATE_ERROR',
      'models/bad6.sql:1:11 TSDBT_CONFIG_INVALID',
      'models/broken.yml:1:10 TSDBT_YAML_INVALID',
    ]);
    expect(manifest.nodes.has('model.shop.good')).toBe(true);
  });

  it('in a macro show where it was called and where it broke', () => {
    const { diagnostics } = parseInMemory({
      'models/a.sql': 'x\n{{ broken(1) }}',
      'macros/m.sql': "{% macro broken(a) %}\n {{ 1 + 'a' }}{% endmacro %}",
    });
    expect(diagnostics[0].notes).toEqual([
      { message: "in macro 'broken'", location: { file: 'macros/m.sql', line: 2, column: 7 } },
    ]);
  });

  it('of config paths that lead to nothing are warned about', () => {
    const { diagnostics } = parseInMemory({
      'dbt_project.yml': 'name: shop\nmodels: {shop: {nowhere: {+materialized: table}}}',
      'models/a.sql': '',
    });
    expect(diagnostics.map((one) => [one.code, one.severity])).toEqual([['TSDBT_CONFIG_UNUSED', 'warning']]);
  });

  it('are not made of docs blocks of one name in two packages', () => {
    const docs = '{% docs a %}x{% enddocs %}';
    const { diagnostics } = parseInMemory({ 'models/d.md': docs }, { addon: { 'models/d.md': docs } });
    expect(diagnostics).toEqual([]);
    const twice = parseInMemory({ 'models/d.md': docs, 'models/e.md': docs });
    expect(twice.diagnostics.map((one) => one.code)).toEqual(['TSDBT_DOC_DUPLICATE']);
  });
});
