/** Recipes that are remembered are those that would be worked out; where that is not certain they are worked out. */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../core/resources/json.js';
import type { MacroResource } from '../../../../core/resources/node.js';
import type { Recipe } from '../../../../core/state/reuse/recipe.js';
import {
  createRunRecipes,
  type RecipeKeeper,
  type RecipesToKeep,
} from '../../../../core/state/reuse/remembered-recipes.js';
import { manifestOf, modelNode } from '../../../support/manifest.js';

interface World {
  readonly env?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, Json>>;
  readonly target?: Readonly<Record<string, Json>>;
  readonly version?: string;
}

const nodes = [
  modelNode('plain', { rawCode: 'select 1' }),
  modelNode('region', { rawCode: "{% if false %}{{ env_var('REGION') }}{% endif %}" }),
  modelNode('by_macro', { rawCode: '{{ days() }}' }),
  modelNode('unknown', { rawCode: "{{ run_query('select 1') }}" }),
];
const daysMacro = { uniqueId: 'macro.shop.days', packageName: 'shop', name: 'days', macroSql: "{{ var('days') }}" };
const manifest = { ...manifestOf(nodes), macros: new Map([[daysMacro.uniqueId, daysMacro as MacroResource]]) };

/** The recipes of a run, and how many of them were worked out. */
async function recipesIn(
  { env = {}, vars = {}, target = {}, version = '1' }: World,
  memory: { kept: RecipesToKeep | null } | null,
): Promise<{ readonly recipes: readonly Recipe[]; readonly worked: number }> {
  let worked = 0;
  const keeper: RecipeKeeper | null = memory && {
    recall: () => memory.kept,
    keep: async (recipes) => {
      memory.kept = JSON.parse(JSON.stringify(recipes));
    },
    digest: (text) => `digest of ${text}`,
  };
  const setting = {
    manifest,
    surroundings: { vars: { get: (name: string) => vars[name], names: () => Object.keys(vars) }, env, target },
    prefixes: ['default'],
    common: [version],
    nameOf: (id: string) => {
      worked += 1;
      return manifest.nodes.get(id)?.relationName ?? null;
    },
  };
  const run = createRunRecipes(setting, keeper);
  const recipes = nodes.map(run.of);
  await run.keep();
  return { recipes, worked };
}

async function workedAgain(before: World, now: World) {
  const memory = { kept: null };
  await recipesIn(before, memory);
  const remembered = await recipesIn(now, memory);
  const { recipes } = await recipesIn(now, null);
  expect(remembered.recipes).toEqual(recipes);
  return remembered.worked;
}

describe('remembered recipes', () => {
  it('are not worked out again when nothing has changed', async () => {
    expect(await workedAgain({}, {})).toBe(0);
    expect(
      await workedAgain({ env: { REGION: 'eu' }, vars: { days: 1 } }, { env: { REGION: 'eu' }, vars: { days: 1 } }),
    ).toBe(0);
  });

  it('hold whatever happens to values that no template mentions', async () => {
    expect(
      await workedAgain({ env: { SHELL: 'a' }, vars: { x: 1 } }, { env: { SHELL: 'b' }, target: { threads: 2 } }),
    ).toBe(0);
  });

  it.each<[string, World]>([
    ['a variable that a branch that is not taken mentions', { env: { REGION: 'us' } }],
    ['a var that a macro mentions', { vars: { days: 2 } }],
    ['another version of tsdbt', { version: '2' }],
  ])('are worked out again for %s', async (_what, now) => {
    expect(await workedAgain({}, now)).toBeGreaterThan(0);
  });

  it('are kept together: a run of some nodes forgets none of the others', async () => {
    const memory = { kept: null as RecipesToKeep | null };
    await recipesIn({}, memory);
    memory.kept = { ...memory.kept!, recipes: memory.kept!.recipes.slice(1) };
    await recipesIn({}, memory);
    expect(memory.kept!.recipes.map(([id]) => id).sort()).toEqual(nodes.map(({ uniqueId }) => uniqueId).sort());
  });
});
