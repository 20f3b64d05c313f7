/** Recipes of the nodes of a kept manifest, in a file beside it: they are of that manifest and no other. */
import { createHash } from 'node:crypto';
import type { Scrubber } from '../../diagnostics/scrub.js';
import type { CacheFolder } from '../../io/parse-cache/cache-folder.js';
import type { UniqueId } from '../../resources/node.js';
import type { Recipe } from '../../state/reuse/recipe.js';
import type { RecipeKeeper, RecipesToKeep } from '../../state/reuse/remembered-recipes.js';

/** The manifest whose nodes the recipes are of. */
export interface RecipeGround {
  /** No other manifest that was kept has this name. */
  readonly name: string;
  readonly salt: string;
  readonly ids: readonly UniqueId[];
  /** Nodes that are no longer as the manifest has them. */
  readonly edited: ReadonlySet<UniqueId>;
}

interface KeptRecipes extends Omit<RecipesToKeep, 'recipes'> {
  readonly manifest: string;
  readonly common: string;
  /** The hash of each node by its number; null for one that is not known or has none. */
  readonly hashes: readonly (string | null)[];
  /** Why nodes have none. */
  readonly reasons: readonly (readonly [number: number, reason: string])[];
}

interface KeeperOptions {
  readonly folder: CacheFolder;
  readonly scrub: Scrubber;
  readonly isWritten: boolean;
  /** Null as long as no manifest is kept, or where an edit may change the recipes of other nodes. */
  readonly ground: () => RecipeGround | null;
}

/** A keeper that uses and leaves what is in the folder. */
export function createRecipeKeeper({ folder, scrub, isWritten, ground }: KeeperOptions): RecipeKeeper {
  return {
    recall: () => {
      const own = ground();
      const found = own === null ? null : folder.readFile('recipes.cache');
      if (own === null || found === null || 'damage' in found) return null;
      const kept: KeptRecipes = JSON.parse(found.text);
      return kept.manifest === own.name ? recipesOf(kept, own) : null;
    },
    keep: async (recipes) => {
      const own = ground();
      if (own === null || !isWritten) return;
      const text = JSON.stringify(rowsOf(recipes, own));
      if (scrub(text) === text) await folder.writeFile('recipes.cache', text).catch(() => undefined);
    },
    digest: (text) => createHash('sha256').update(`${ground()?.salt}\0${text}`).digest('base64url'),
  };
}

function recipesOf({ hashes, reasons, common, ...kept }: KeptRecipes, { ids, edited }: RecipeGround): RecipesToKeep {
  const recipes: [UniqueId, Recipe][] = [];
  for (const [number, hash] of hashes.entries()) {
    if (hash !== null && !edited.has(ids[number])) recipes.push([ids[number], { hash, common }]);
  }
  for (const [number, reason] of reasons) {
    if (!edited.has(ids[number])) recipes.push([ids[number], { hash: null, reason }]);
  }
  return { ...kept, recipes };
}

function rowsOf({ recipes, ...outside }: RecipesToKeep, { name, ids, edited }: RecipeGround): KeptRecipes {
  const byId = new Map(recipes);
  const reasons: [number, string][] = [];
  let common = '';
  const hashes = ids.map((id, number) => {
    const recipe = edited.has(id) ? undefined : byId.get(id);
    if (recipe === undefined) return null;
    if (recipe.hash === null) reasons.push([number, recipe.reason]);
    else common = recipe.common;
    return recipe.hash;
  });
  return { ...outside, manifest: name, common, hashes, reasons };
}
