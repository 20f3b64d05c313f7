import { describe, expect, it } from 'vitest';
import { JsonFloat } from '../../../core/resources/json.js';
import type { DataTestNode } from '../../../core/resources/node.js';
import { builtInFiles } from '../../support/macros.js';
import { type Files, parseInMemory } from '../../support/project.js';

const internalMacros = builtInFiles('postgres');

const models = { 'models/a.sql': 'select 1 as id', 'models/b.sql': 'select 1 as id', 'models/c.sql': 'select 1 as id' };

/** The tests of a project with the models a, b and c, by name. */
function testsOf(properties: string, files: Files = {}): ReadonlyMap<string, DataTestNode> {
  const project = parseInMemory({ ...models, 'models/s.yml': properties, ...files }, { internalMacros });
  expect(project.diagnostics.map((one) => one.message)).toEqual([]);
  const tests = [...project.manifest.nodes.values()].filter((node) => node.resourceType === 'test');
  return new Map(tests.map((node) => [node.name, node]));
}

const parentsOf = (tests: ReadonlyMap<string, DataTestNode>, name: string) => tests.get(name)?.dependsOn.nodes;
const tested = (name: string, test: string) => `{name: ${name}, columns: [{name: id, data_tests: [${test}]}]}`;

describe('built-in tests that differ in what they test alone', () => {
  it('depend each on its own node and on the same macros', () => {
    const tests = testsOf(`models: [${tested('a', 'not_null')}, ${tested('b', 'not_null')}]`);
    expect(parentsOf(tests, 'not_null_a_id')).toEqual(['model.shop.a']);
    expect(parentsOf(tests, 'not_null_b_id')).toEqual(['model.shop.b']);
    expect(tests.get('not_null_b_id')?.dependsOn.macros).toEqual(['macro.dbt.test_not_null']);
    expect(tests.get('not_null_b_id')?.refs).toEqual([{ package: null, name: 'b', version: null }]);
  });

  it('keep what their other arguments refer to', () => {
    const to = (name: string) => `{relationships: {arguments: {to: ref('${name}'), field: id}}}`;
    const yaml = `models: [${tested('a', to('c'))}, ${tested('b', to('c'))}, ${tested('c', to('a'))}]`;
    const tests = testsOf(yaml);
    expect(parentsOf(tests, 'relationships_a_id__id__ref_c_')).toEqual(['model.shop.c', 'model.shop.a']);
    expect(parentsOf(tests, 'relationships_b_id__id__ref_c_')).toEqual(['model.shop.c', 'model.shop.b']);
    expect(parentsOf(tests, 'relationships_c_id__id__ref_a_')).toEqual(['model.shop.a', 'model.shop.c']);
    const macros = ['macro.dbt.test_relationships', 'macro.dbt.get_where_subquery'];
    expect(tests.get('relationships_b_id__id__ref_c_')?.dependsOn.macros).toEqual(macros);
  });

  it('depend on tables of sources as on nodes', () => {
    const table = (name: string) => `{name: ${name}, columns: [{name: id, data_tests: [unique]}]}`;
    const tests = testsOf(
      `{models: [${tested('a', 'unique')}], sources: [{name: erp, tables: [${table('x')}, ${table('y')}]}]}`,
    );
    expect(parentsOf(tests, 'source_unique_erp_x_id')).toEqual(['source.shop.erp.x']);
    expect(parentsOf(tests, 'source_unique_erp_y_id')).toEqual(['source.shop.erp.y']);
    expect(parentsOf(tests, 'unique_a_id')).toEqual(['model.shop.a']);
  });

  it('keep a config and a long name of their own', () => {
    const long = 'a_column_whose_name_is_so_long_that_the_name_of_its_test_is_cut_short';
    const column = (severity: string) => `{name: ${long}, data_tests: [{not_null: {config: {severity: ${severity}}}}]}`;
    const entry = (name: string, severity: string) => `{name: ${name}, columns: [${column(severity)}]}`;
    const tests = testsOf(`models: [${entry('a', 'warn')}, ${entry('b', 'warn')}, ${entry('c', 'error')}]`);
    const facts = Array.from(tests.values(), ({ name, alias, path, config }) => ({
      name,
      isCut: /^not_null_[abc]_[0-9a-f]{32}$/.test(alias) && `${alias}.sql` === path && config.alias === alias,
      severity: config.severity,
    }));
    expect(facts).toEqual([
      { name: `not_null_a_${long}`, isCut: true, severity: 'warn' },
      { name: `not_null_b_${long}`, isCut: true, severity: 'warn' },
      { name: `not_null_c_${long}`, isCut: true, severity: 'error' },
    ]);
    expect(new Set(Array.from(tests.values(), ({ alias }) => alias)).size).toBe(3);
  });

  it('are rendered one by one where a macro of the project may look at what is tested', () => {
    const macro = `{% macro get_where_subquery(relation) %}
      {%- if relation.identifier.startswith('not_null_b') %}{% set other = ref('c') %}{% endif -%}
      {{ return(relation) }}
    {% endmacro %}`;
    const yaml = `models: [${tested('a', 'not_null')}, ${tested('b', 'not_null')}]`;
    const tests = testsOf(yaml, { 'macros/where.sql': macro });
    expect(parentsOf(tests, 'not_null_a_id')).toEqual(['model.shop.a']);
    expect(parentsOf(tests, 'not_null_b_id')).toEqual(['model.shop.b', 'model.shop.c']);
  });

  it('are rendered one by one where the model is an argument of the user too', () => {
    const test = "{not_null: {arguments: {model: x, other: ref('a')}}}";
    const macro =
      '{% macro default__test_not_null(model, column_name) %}{% endmacro %}{% test not_null(model, column_name, other=none) %}{% endtest %}';
    const tests = testsOf(`models: [${tested('a', test)}, ${tested('b', test)}]`, { 'macros/own.sql': macro });
    const parents = Array.from(tests.values(), (node) => node.dependsOn.nodes);
    expect(parents).toEqual([['model.shop.a'], ['model.shop.b', 'model.shop.a']]);
  });
});

describe('configs of nodes', () => {
  it('are one object where all levels say the same, and not where one says something else', () => {
    const { manifest } = parseInMemory({
      'dbt_project.yml': 'name: shop\nversion: "1.0"\nprofile: shop\nmodels: {shop: {below: {+tags: [deep]}}}',
      ...models,
      'models/below/d.sql': 'select 1',
      'models/below/e.sql': 'select 1',
      'models/f.sql': "{{ config(meta={'x': 1}) }}select 1",
      'models/g.sql': "{{ config(meta={'x': 1.0}) }}select 1",
      'models/s.yml': 'models: [{name: c, config: {meta: {x: .inf}}}]',
      'models/h.sql': "{{ config(meta={'x': none}) }}select 1",
    });
    const configOf = (name: string) => manifest.nodes.get(`model.shop.${name}`)?.config;
    expect(configOf('a')).toBe(configOf('b'));
    expect(configOf('d')).toBe(configOf('e'));
    expect(configOf('d')?.tags).toEqual(['deep']);
    expect(configOf('a')?.tags).toEqual([]);
    expect(configOf('f')?.meta).toEqual({ x: 1 });
    expect(configOf('g')?.meta).toEqual({ x: new JsonFloat(1) });
    expect(configOf('c')?.meta).toEqual({ x: Number.POSITIVE_INFINITY });
    expect(configOf('h')?.meta).toEqual({ x: null });
  });

  it('keep the places of their own hooks', () => {
    const { manifest } = parseInMemory({
      'models/a.sql': "{{ config(pre_hook='select 1') }}select 1",
      'models/b.sql': "\n\n  {{ config(pre_hook='select 1') }}select 1",
    });
    const places = ['a', 'b'].map((name) => manifest.nodes.get(`model.shop.${name}`)?.hookPlaces?.['pre-hook']);
    expect(places.map((found) => found?.[0]?.file)).toEqual(['models/a.sql', 'models/b.sql']);
  });
});
