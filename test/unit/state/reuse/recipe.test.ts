/** A recipe changes with all that may decide what is built, and with nothing that cannot. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../core/resources/json.js';
import type { MacroResource, ManifestNode } from '../../../../core/resources/node.js';
import { createRecipes, type Recipe } from '../../../../core/state/reuse/recipe.js';
import { manifestOf, modelNode, otherNode } from '../../../support/manifest.js';

interface World {
  readonly nodes: readonly ManifestNode[];
  /** Texts by `package.name`. */
  readonly macros?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, Json>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly target?: Readonly<Record<string, Json>>;
  readonly version?: string;
}

function recipeOf(name: string, world: World): Recipe {
  const { vars = {}, env = {}, target = {}, version = '1' } = world;
  const macros = Object.entries(world.macros ?? {}).map(([key, macroSql]): [string, MacroResource] => {
    const [packageName, own] = key.split('.') as [string, string];
    return [`macro.${key}`, { uniqueId: `macro.${key}`, packageName, name: own, macroSql } as MacroResource];
  });
  const manifest = { ...manifestOf(world.nodes), macros: new Map(macros) };
  const node = world.nodes.find((each) => each.name === name)!;
  return createRecipes({
    manifest,
    surroundings: { vars: { get: (each) => vars[each], names: () => Object.keys(vars) }, env, target: { ...target } },
    prefixes: ['postgres', 'default'],
    common: [version],
    nameOf: (id) => manifest.nodes.get(id)?.relationName ?? null,
  })(node);
}

const a = (rawCode: string, parts: Partial<Parameters<typeof modelNode>[1]> = {}) =>
  modelNode('a', { rawCode, ...parts });
const isSame = (before: World, after: World) => {
  const [left, right] = [recipeOf('a', before), recipeOf('a', after)];
  expect([left.hash, right.hash].includes(null)).toBe(false);
  return left.hash === right.hash;
};

describe('a recipe changes with', () => {
  const plain = { nodes: [a('select 1')] };
  const calling = { nodes: [a('select {{ cents(1) }}')] };
  const reads = { materialized: 'table', meta: { who: 'x' } };
  it.each<[string, World, World]>([
    ['the code', plain, { nodes: [a('select 2')] }],
    ['the config', plain, { nodes: [a('select 1', { config: { materialized: 'table' } })] }],
    ['a hook', plain, { nodes: [a('select 1', { config: { 'post-hook': [{ sql: 'x', transaction: true }] } })] }],
    ['the name of the relation', plain, { nodes: [a('select 1', { relationName: '"x"' })] }],
    ['the version of tsdbt', plain, { ...plain, version: '2' }],
    ['a macro', { ...calling, macros: { 'shop.cents': 'x' } }, { ...calling, macros: { 'shop.cents': 'y' } }],
    ['a new macro', { ...calling, macros: {} }, { ...calling, macros: { 'shop.cents': 'y' } }],
    [
      'a macro of a macro, found by dispatch',
      { ...calling, macros: { 'shop.cents': "{{ adapter.dispatch('cut')(1) }}", 'lib.postgres__cut': 'x' } },
      { ...calling, macros: { 'shop.cents': "{{ adapter.dispatch('cut')(1) }}", 'lib.postgres__cut': 'y' } },
    ],
    [
      'a macro that spells statements, though nothing names it',
      { ...plain, macros: { 'dbt.create_table_as': 'x' } },
      { ...plain, macros: { 'dbt.create_table_as': 'x', 'shop.postgres__create_table_as': 'y' } },
    ],
    [
      'a var',
      { nodes: [a("select {{ var('x') }}")], vars: { x: 1 } },
      { nodes: [a("select {{ var('x') }}")], vars: { x: 2 } },
    ],
    [
      'any var, where its name is worked out',
      { nodes: [a('select {{ var(name) }}')], vars: { x: 1 } },
      { nodes: [a('select {{ var(name) }}')], vars: { x: 2 } },
    ],
    ...["var('x' ~ 'y')", "var('XY' | lower)", "var('\\x78y')", "var('z', var('xy'))"].map(
      (code): [string, World, World] => [
        `the var that \`${code}\` reads`,
        { nodes: [a(`select {{ ${code} }}`)], vars: { xy: 1 } },
        { nodes: [a(`select {{ ${code} }}`)], vars: { xy: 2 } },
      ],
    ),
    [
      'an environment variable whose name is put together',
      { nodes: [a("{{ env_var('DAYS_' ~ 'EU', '') }}")], env: { DAYS_EU: '1' } },
      { nodes: [a("{{ env_var('DAYS_' ~ 'EU', '') }}")], env: { DAYS_EU: '2' } },
    ],
    [
      'an environment variable of a macro',
      { ...calling, macros: { 'shop.cents': "{{ env_var('X') }}" }, env: { X: '1' } },
      { ...calling, macros: { 'shop.cents': "{{ env_var('X') }}" }, env: { X: '2' } },
    ],
    [
      'the target',
      { nodes: [a('{{ target.name }}')], target: { name: 'dev' } },
      { nodes: [a('{{ target.name }}')], target: { name: 'prod' } },
    ],
    [
      'the schema that a test reads',
      { nodes: [otherNode('test', 'a', { rawCode: '{{ schema }}', relationName: null, schema: 'dev' })] },
      { nodes: [otherNode('test', 'a', { rawCode: '{{ schema }}', relationName: null, schema: 'prod' })] },
    ],
    [
      'constraints that the code reads',
      { nodes: [a('{{ model.constraints }}')] },
      { nodes: [a('{{ model.constraints }}', { constraints: [{ type: 'check' }] })] },
    ],
    [
      'meta that the code reads',
      { nodes: [a("{{ config.get('meta') }}", { config: reads })] },
      { nodes: [a("{{ config.get('meta') }}", { config: { ...reads, meta: { who: 'y' } } })] },
    ],
  ])('%s', (_, before, after) => {
    expect(isSame(before, before)).toBe(true);
    expect(isSame(before, after)).toBe(false);
  });

  it('the file of a seed, the arguments of a test, an ephemeral parent', () => {
    // The checksum leaves out the white space at the end of a file, which may belong to its last cell.
    const seed = (contentKey: string) => [otherNode('seed', 'a', { contentKey })];
    expect(isSame({ nodes: seed('x') }, { nodes: seed('y') })).toBe(false);
    const test = (to: string) => [
      otherNode('test', 'a', { testMetadata: { name: 'relationships', namespace: null, kwargs: { to } } }),
    ];
    expect(isSame({ nodes: test("ref('b')") }, { nodes: test("ref('c')") })).toBe(false);
    const child = a('x', { dependsOn: { nodes: ['model.shop.e'], macros: [] } });
    const ephemeral = (rawCode: string) => modelNode('e', { rawCode, config: { materialized: 'ephemeral' } });
    expect(isSame({ nodes: [child, ephemeral('1')] }, { nodes: [child, ephemeral('2')] })).toBe(false);
  });
});

describe('a recipe stays with', () => {
  it.each<[string, World, World]>([
    ['a description and tags', { nodes: [a('x')] }, { nodes: [a('x', { description: 'new', tags: ['t'] })] }],
    ['a macro that is not named', { nodes: [a('x')] }, { nodes: [a('x')], macros: { 'shop.other': 'y' } }],
    [
      'a macro whose name is a word of the SQL',
      { nodes: [a('select cents from t')], macros: { 'shop.cents': 'x' } },
      { nodes: [a('select cents from t')], macros: { 'shop.cents': 'y' } },
    ],
    ['another var', { nodes: [a("{{ var('x') }}")], vars: { y: 1 } }, { nodes: [a("{{ var('x') }}")], vars: { y: 2 } }],
  ])('%s', (_, before, after) => {
    expect(isSame(before, after)).toBe(true);
  });
});

describe('there is no recipe for a template that', () => {
  it.each([
    ["{% set x = run_query('select 1') %}", 'run_query'],
    ['{% call statement("x") %}select 1{% endcall %}', 'statement'],
    ['{{ adapter.get_relation(none, "a", "b") }}', 'adapter'],
    ['{{ adapter.dispatch(name)() }}', 'adapter'],
    ["{{ adapter.dispatch('cents_' ~ name)() }}", 'adapter'],
    ["{{ shop['cents_' ~ name]() }}", 'shop for a macro whose name is worked out'],
    ['{% set own = shop %}{{ own[name]() }}', 'shop for a macro whose name is worked out'],
    ['{{ (shop | attr(name))() }}', 'shop for a macro whose name is worked out'],
    ['{% for n in graph.nodes %}{% endfor %}', 'graph'],
    ["{{ context['run_query']('x') }}", 'context'],
    ['{{ run_started_at }}', 'run_started_at'],
    ['{{ modules.datetime.datetime.now() }}', 'modules'],
    ['{{ invocation_id }}', 'invocation_id'],
    ['{% set read = var %}{{ read("x") }}', 'var'],
    ["{{ '}}' ~ run_query('x') }}", 'run_query'],
    ["{{ render('x') }}", 'render'],
    ['{{ [1, 2] | random }}', 'random'],
  ])('has %s', (code, name) => {
    expect(recipeOf('a', { nodes: [a(code)] })).toEqual({ hash: null, reason: `its template uses ${name}` });
  });

  it('calls a macro that does, or has a hook or an argument that does', () => {
    const macros = { 'shop.ask': '{{ run_query(x) }}', 'shop.outer': '{{ ask() }}' };
    const reason = 'its template uses run_query (in the macro ask)';
    expect(recipeOf('a', { nodes: [a('{{ outer() }}')], macros })).toEqual({ hash: null, reason });
    const hooked = a('x', { config: { 'pre-hook': [{ sql: '{{ outer() }}', transaction: true }] } });
    expect(recipeOf('a', { nodes: [hooked], macros })).toEqual({ hash: null, reason });
    const test = otherNode('test', 'a', { testMetadata: { name: 't', namespace: null, kwargs: { x: ['outer()'] } } });
    expect(recipeOf('a', { nodes: [test], macros })).toEqual({ hash: null, reason });
  });
});

describe('there is a recipe for a template that', () => {
  it.each([
    'select graph, context, flags from t -- run_query',
    "{# run_query('x') #} select 1",
    "{{ adapter.quote('x') }}{{ modules.re.match('a', 'b') }}",
    "{{ shop.cents(1) }}{{ shop['cents'](1) }}{{ source('shop', 'from shop') }}{{ f(shop=1) }}{{ x.shop }}",
    "{{ adapter.dispatch('cents', 'shop')(1) }}{{ adapter.dispatch(macro_name='cents')(1) }}",
  ])('only seems to: %s', (code) => {
    expect(recipeOf('a', { nodes: [a(code)] }).hash).not.toBeNull();
  });
});
