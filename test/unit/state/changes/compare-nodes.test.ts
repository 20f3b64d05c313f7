import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../core/resources/json.js';
import type { ComparableMacro, ComparableManifest, ComparableNode } from '../../../../core/state/changes/comparable.js';
import { compareNodes } from '../../../../core/state/changes/compare-nodes.js';

function model(name: string, parts: Partial<ComparableNode> = {}): ComparableNode {
  return {
    uniqueId: `model.shop.${name}`,
    resourceType: 'model',
    name,
    packageName: 'shop',
    originalFilePath: `models/${name}.sql`,
    rawCode: 'select 1 as id',
    checksum: '',
    config: { materialized: 'view' },
    database: 'db',
    schema: 'main',
    alias: name,
    relationName: `"main"."${name}"`,
    description: '',
    columns: {},
    definition: {},
    parents: [],
    macros: [],
    inputs: null,
    ...parts,
  };
}

const dataTest = (name: string, parts: Partial<ComparableNode> = {}) =>
  model(name, { uniqueId: `test.shop.${name}`, resourceType: 'test', config: {}, ...parts });
const seed = (name: string, parts: Partial<ComparableNode> = {}) =>
  model(name, { uniqueId: `seed.shop.${name}`, resourceType: 'seed', rawCode: '', config: {}, ...parts });
const source = (name: string, parts: Partial<ComparableNode> = {}) =>
  model(name, { uniqueId: `source.shop.erp.${name}`, resourceType: 'source', rawCode: '', config: {}, ...parts });

function macro(id: string, sql = '{% macro x() %}1{% endmacro %}', macros: readonly string[] = []): ComparableMacro {
  const [packageName, name] = id.split('.') as [string, string];
  return { uniqueId: `macro.${id}`, name, packageName, sql, macros: macros.map((each) => `macro.${each}`) };
}

function state(nodes: readonly ComparableNode[], macros: readonly ComparableMacro[] = []): ComparableManifest {
  return {
    projectName: 'shop',
    adapterType: 'sqlite',
    nodes: new Map(nodes.map((node) => [node.uniqueId, node])),
    macros: new Map(macros.map((each) => [each.uniqueId, each])),
  };
}

/** `model.shop.a: body`, `test.shop.t: config (severity), without effect`. */
function changes(before: ComparableManifest, after: ComparableManifest): string[] {
  return compareNodes(before, after).map(({ id, kind, reasons, hasEffect }) => {
    const parts = reasons.map(({ part, names }) => (names.length === 0 ? part : `${part} (${names.join(', ')})`));
    return `${id}: ${kind === 'changed' ? parts.join(', ') : kind}${hasEffect ? '' : ', without effect'}`;
  });
}

const oneChange = (before: Partial<ComparableNode>, after: Partial<ComparableNode>) =>
  changes(state([model('a', before)]), state([model('a', after)]));

describe('compareNodes', () => {
  it('finds nothing between equal states', () => {
    const nodes = () => [model('a', { config: { materialized: 'view', meta: { owner: 'x' } } }), seed('s')];
    expect(changes(state(nodes(), [macro('shop.m')]), state(nodes(), [macro('shop.m')]))).toEqual([]);
  });

  it('tells new and removed nodes; a renamed file is one of each', () => {
    const before = state([model('a'), model('old')]);
    expect(changes(before, state([model('a'), model('new')]))).toEqual([
      'model.shop.new: new',
      'model.shop.old: removed',
    ]);
  });

  it('counts code as written: comments and white space inside of it are changes', () => {
    expect(oneChange({}, { rawCode: 'select 2 as id' })).toEqual(['model.shop.a: body']);
    expect(oneChange({}, { rawCode: 'select 1 as id -- key' })).toEqual(['model.shop.a: body']);
    expect(oneChange({}, { rawCode: 'select  1 as id' })).toEqual(['model.shop.a: body']);
  });

  it('names the config keys that differ, whatever their order', () => {
    const config = { materialized: 'view', schema: 'x' };
    expect(oneChange({ config }, { config: { schema: 'x', materialized: 'view' } })).toEqual([]);
    expect(oneChange({ config }, { config: { materialized: 'table', schema: 'x' } })).toEqual([
      'model.shop.a: config (materialized)',
    ]);
  });

  it('sees no difference between a key that is missing and one that is null', () => {
    expect(oneChange({ config: { group: null } }, { config: {} })).toEqual([]);
  });

  it('says that tags and meta change nothing of a model, unless its code reads them', () => {
    const tagged = { config: { materialized: 'view', tags: ['x'] } };
    expect(oneChange({}, tagged)).toEqual(['model.shop.a: config (tags), without effect']);
    const rawCode = "select '{{ config.get('tags') }}'";
    expect(oneChange({ rawCode }, { rawCode, ...tagged })).toEqual(['model.shop.a: config (tags)']);
  });

  it('lets every config of a data test count', () => {
    const before = state([dataTest('t', { config: { severity: 'error' } })]);
    const after = state([dataTest('t', { config: { severity: 'warn' } })]);
    expect(changes(before, after)).toEqual(['test.shop.t: config (severity)']);
  });

  it('tells descriptions and columns, which matter where they are stored in the database', () => {
    const columns: JsonObject = { id: { name: 'id', description: 'key' } };
    expect(oneChange({}, { description: 'orders', columns })).toEqual([
      'model.shop.a: properties (description, columns.id), without effect',
    ]);
    const config = { materialized: 'view', persist_docs: { relation: true } };
    expect(oneChange({ config }, { config, description: 'orders' })).toEqual([
      'model.shop.a: properties (description)',
    ]);
  });

  it('tells another name in the database, also of an ephemeral model', () => {
    expect(oneChange({}, { schema: 'dev', relationName: '"dev"."a"' })).toEqual(['model.shop.a: relation']);
    expect(oneChange({ relationName: null }, { relationName: null, alias: 'b' })).toEqual(['model.shop.a: relation']);
  });

  it('tells that a reference means another node now', () => {
    expect(oneChange({ parents: ['model.shop.p'] }, { parents: ['seed.shop.p'] })).toEqual([
      'model.shop.a: parents (model.shop.p, seed.shop.p)',
    ]);
  });

  it('tells the content of a seed, and nothing else by its checksum', () => {
    expect(changes(state([seed('s', { checksum: '1' })]), state([seed('s', { checksum: '2' })]))).toEqual([
      'seed.shop.s: data',
    ]);
    expect(oneChange({ checksum: '1' }, { checksum: '2' })).toEqual([]);
  });

  it('tells what a source or a data test is declared as', () => {
    const before = [
      source('orders', { definition: { loaded_at_field: null } }),
      dataTest('t', { definition: { column_name: 'a' } }),
    ];
    const after = [
      source('orders', { definition: { loaded_at_field: 'at' } }),
      dataTest('t', { definition: { column_name: 'b' } }),
    ];
    expect(changes(state(before), state(after))).toEqual([
      'source.shop.erp.orders: definition (loaded_at_field)',
      'test.shop.t: definition (column_name)',
    ]);
  });

  it('tells vars that have another value, and nothing where one side does not know them', () => {
    expect(oneChange({ inputs: { 'var:days': 3 } }, { inputs: { 'var:days': 4 } })).toEqual([
      'model.shop.a: inputs (var:days)',
    ]);
    expect(oneChange({ inputs: { 'var:days': 3 } }, { inputs: null })).toEqual([]);
  });
});

describe('compareNodes, macros', () => {
  const block = (body: string) => `{% macro x() %}${body}{% endmacro %}`;
  const users = [
    model('direct', { macros: ['macro.shop.cents'] }),
    model('through', { macros: ['macro.shop.price'] }),
    model('untaken', { rawCode: '{% if execute %}{{ cents(1) }}{% endif %}' }),
    model('hooked', { config: { materialized: 'view', 'post-hook': [{ sql: 'insert {{ cents(2) }}' }] } }),
    model('other', { rawCode: "select 'cents(1)'", macros: ['macro.shop.date'] }),
  ];
  const macros = (cents: string) => [
    macro('shop.cents', block(cents)),
    macro('shop.price', block('p'), ['shop.cents']),
    macro('shop.date'),
  ];

  it('affects exactly the users of a changed macro: direct, through macros, in branches not taken, in hooks', () => {
    expect(changes(state(users, macros('1')), state(users, macros('2')))).toEqual(
      ['direct', 'through', 'untaken', 'hooked'].map((name) => `model.shop.${name}: macros (macro.shop.cents)`),
    );
  });

  it('affects nobody by a macro that nobody uses', () => {
    const before = state(users, macros('1'));
    expect(changes(before, state(users, [...macros('1'), macro('shop.unused')]))).toEqual([]);
  });

  it('follows macros that call each other in a circle', () => {
    const circle = (text: string) => [
      macro('shop.even', block('e'), ['shop.odd']),
      macro('shop.odd', block(text), ['shop.even']),
    ];
    const nodes = [model('a', { macros: ['macro.shop.even'] })];
    expect(changes(state(nodes, circle('1')), state(nodes, circle('2')))).toEqual([
      'model.shop.a: macros (macro.shop.odd)',
    ]);
  });

  it('affects users of a built-in macro when the project begins or ceases to hide it', () => {
    const built = [macro('dbt.star'), macro('dbt.list', block('l'), ['dbt.star'])];
    const nodes = [model('a', { macros: ['macro.dbt.list'] }), model('b')];
    const hidden = state(nodes, [...built, macro('shop.star')]);
    expect(changes(state(nodes, built), hidden)).toEqual(['model.shop.a: macros (macro.shop.star)']);
    expect(changes(hidden, state(nodes, built))).toEqual(['model.shop.a: macros (macro.shop.star)']);
  });

  it('affects users of a dispatch that finds another macro', () => {
    const now = macro('dbt.now', block("{{ adapter.dispatch('now')() }}"), ['dbt.default__now']);
    const found = { ...now, macros: ['macro.shop.sqlite__now'] };
    const nodes = [
      model('a', { rawCode: "{{ adapter.dispatch('now')() }}" }),
      model('b', { macros: ['macro.dbt.now'] }),
    ];
    const before = state(nodes, [now, macro('dbt.default__now')]);
    const after = state(nodes, [found, macro('dbt.default__now'), macro('shop.sqlite__now')]);
    expect(changes(before, after)).toEqual([
      'model.shop.a: macros (macro.shop.sqlite__now)',
      'model.shop.b: macros (macro.dbt.now, macro.shop.sqlite__now)',
    ]);
  });

  it('affects the nodes whose statements a macro spells, and no others', () => {
    const nodes = [
      model('v'),
      model('t', { config: { materialized: 'table' } }),
      model('i', { config: { materialized: 'incremental', incremental_strategy: 'merge' } }),
      model('c', { config: { materialized: 'custom' } }),
      dataTest('d'),
    ];
    const changedBy = (...names: string[]) =>
      changes(
        state(nodes),
        state(
          nodes,
          names.map((name) => macro(`shop.${name}`)),
        ),
      );
    expect(changedBy('create_view_as')).toEqual(['model.shop.v: macros (macro.shop.create_view_as)']);
    expect(changedBy('get_incremental_merge_sql')).toEqual([
      'model.shop.i: macros (macro.shop.get_incremental_merge_sql)',
    ]);
    expect(changedBy('materialization_custom_default')).toEqual([
      'model.shop.c: macros (macro.shop.materialization_custom_default)',
    ]);
    expect(changedBy('get_where_subquery')).toEqual(['test.shop.d: macros (macro.shop.get_where_subquery)']);
    expect(changedBy('create_table_as').map((line) => line.split(':')[0])).toEqual(['model.shop.t', 'model.shop.i']);
  });

  it('counts generate_*_name macros by the names that they give', () => {
    const named = (relationName: string) => [model('a', { relationName })];
    const before = state(named('"main"."a"'), [macro('shop.generate_schema_name', block('1'))]);
    expect(changes(before, state(named('"main"."a"'), [macro('shop.generate_schema_name', block('2'))]))).toEqual([]);
    expect(changes(before, state(named('"dev"."a"'), [macro('shop.generate_schema_name', block('2'))]))).toEqual([
      'model.shop.a: relation',
    ]);
  });

  it('tells a macro of one package from that of another', () => {
    const nodes = [model('a', { rawCode: '{{ utils.cents(1) }}' })];
    const both = (own: string) => [macro('shop.cents', block(own)), macro('utils.cents')];
    expect(changes(state(nodes, both('1')), state(nodes, both('2')))).toEqual([]);
  });
});
