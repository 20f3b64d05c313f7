import { describe, expect, it } from 'vitest';
import { compileNode } from '../../../../core/compile/compile-node.js';
import { createLikeTests } from '../../../../core/compile/generic-tests/known-tests.js';
import type { RenderedText } from '../../../../core/template/source-map.js';
import { type CompileBench, compileBench } from '../../../support/compile.js';

const LONG = 'a_name_of_a_column_that_is_longer_than_the_names_of_tests_may_be';

function propertiesOf(columns: (model: string) => string): string {
  const models = ['a', 'b', 'c', 'd'].map((name) => `  - name: ${name}\n    columns: [${columns(name)}]`);
  return `models:\n${models.join('\n')}\n`;
}

/** Four models, the same tests on columns of each. */
function files(test: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const names = ['id', 'Name', LONG];
  const column = (name: string) => `{name: ${name}, data_tests: [${test}]}`;
  const models = ['a', 'b', 'c', 'd'].map((name) => [`models/${name}.sql`, 'select 1 as id']);
  return {
    ...Object.fromEntries(models),
    'models/p.yml': propertiesOf(() => names.map(column).join(', ')),
    ...more,
  };
}

interface Compiled {
  readonly sql: RenderedText;
  readonly places: string;
}

/** Every test, once with what like tests have in common and once without it. */
async function bothWays(bench: CompileBench): Promise<{ shared: Compiled[]; alone: Compiled[]; rendered: number }> {
  const tests = [...bench.project.manifest.nodes.values()].filter(({ resourceType }) => resourceType === 'test');
  let rendered = 0;
  const { environment } = bench.runtime;
  const counting = {
    ...environment,
    macros: environment.macros,
    compile: (source: Parameters<typeof environment.compile>[0]) => {
      if (source.text.includes('_dbt_generic_test_kwargs')) rendered++;
      return environment.compile(source);
    },
    findMacro: environment.findMacro.bind(environment),
    dispatch: environment.dispatch.bind(environment),
    hasPackage: environment.hasPackage.bind(environment),
    macroValue: environment.macroValue.bind(environment),
    callMacro: environment.callMacro.bind(environment),
    callMacroSync: environment.callMacroSync.bind(environment),
  };
  const shared: Compiled[] = [];
  const runtime = { ...bench.runtime, environment: counting, likeTests: createLikeTests() };
  for (const node of tests) shared.push(compiled((await compileNode(node, runtime)).sql));
  const alone: Compiled[] = [];
  for (const node of tests) alone.push(compiled((await compileNode(node, bench.runtime)).sql));
  expect(tests.length).toBe(12);
  return { shared, alone, rendered };
}

function compiled(sql: RenderedText): Compiled {
  const places = sql.pieces.map(({ text, origin }) => {
    const frames = origin?.stack.map(({ macro, calledAt }) => [macro, calledAt]);
    return [text, origin?.file, origin?.line, origin?.column, origin?.isVerbatim, frames];
  });
  return { sql: { text: sql.text, pieces: [] }, places: JSON.stringify(places) };
}

describe('generic tests that are alike', () => {
  it.each([
    ['not_null'],
    ['{unique: {config: {where: "id > 1"}}}'],
    ['{accepted_values: {arguments: {values: [x, "it\'s"]}}}'],
    ['{completeness: {arguments: {threshold: 0.5}}}'],
    ['{not_null: {config: {store_failures: true, severity: warn, limit: 3}}}'],
  ])('%s: rendered twice for all, with the SQL and the places of each alone', async (test) => {
    const { shared, alone, rendered } = await bothWays(compileBench(files(test)));
    expect(shared).toEqual(alone);
    expect(rendered).toBe(2);
  });

  it('have the SQL of their own relation and column', async () => {
    const bench = compileBench(files('not_null'));
    const runtime = { ...bench.runtime, likeTests: createLikeTests() };
    const sql = async (name: string) => (await compileNode(bench.node(name), runtime)).sql.text.trim();
    expect(await sql('not_null_a_id')).toMatch(/^select id\s+from "db"."main"."a"\s+where id is null$/);
    expect(await sql('not_null_b_id')).toMatch(/^select id\s+from "db"."main"."b"\s+where id is null$/);
    expect(await sql('not_null_c_Name')).toMatch(/^select Name\s+from "db"."main"."c"\s+where Name is null$/);
  });

  it.each([
    [
      'a macro of the project takes part',
      '{% macro default__test_not_null(model, column_name) %}-- {{ model.name | length }}{% endmacro %}',
    ],
    ['a macro of the project replaces ref', '{% macro ref(name) %}{{ return(builtins.ref(name)) }}{% endmacro %}'],
    [
      'the test is of the project',
      '{% test not_null(model, column_name) %}select {{ column_name | upper }} from {{ model }}{% endtest %}',
    ],
  ])('are rendered each in full where %s', async (_, macro) => {
    const { shared, alone, rendered } = await bothWays(compileBench(files('not_null', { 'macros/own.sql': macro })));
    expect(shared).toEqual(alone);
    expect(rendered).toBe(12);
  });

  it('are rendered each in full where an argument names another node', async () => {
    const test = "{relationships: {arguments: {to: ref('a'), field: id}}}";
    const { shared, alone, rendered } = await bothWays(compileBench(files(test)));
    expect(shared).toEqual(alone);
    expect(rendered).toBe(12);
  });

  it('are not mixed with those of other arguments, configs or kinds', async () => {
    const values = (value: string) => `{accepted_values: {name: has_${value}, arguments: {values: [${value}]}}}`;
    const bench = compileBench({
      ...files('not_null'),
      'models/p.yml': propertiesOf((name) => `{name: id, data_tests: [{not_null: {config: {where: "${name} = 1"}}}]}`),
      'models/q.yml': `seeds: [{name: s, columns: [{name: id, data_tests: [${values('x')}, ${values('y')}]}]}]`,
      'seeds/s.csv': 'id\n1\n',
    });
    const runtime = { ...bench.runtime, likeTests: createLikeTests() };
    const tests = [...bench.project.manifest.nodes.values()].filter(({ resourceType }) => resourceType === 'test');
    expect(tests.length).toBe(6);
    for (const node of tests) {
      expect((await compileNode(node, runtime)).sql.text).toBe((await compileNode(node, bench.runtime)).sql.text);
    }
  });

  it('of an ephemeral model bring its CTE', async () => {
    const models = { 'models/a.sql': "{{ config(materialized='ephemeral') }} select 1 as id" };
    const { shared, alone, rendered } = await bothWays(compileBench(files('not_null', models)));
    expect(shared).toEqual(alone);
    expect(shared[0].sql.text).toContain('with __dbt__cte__a as (');
    expect(rendered).toBe(3 + 2);
  });
});
