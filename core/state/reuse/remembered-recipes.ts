/**
 * Recipes that an earlier run has worked out. They hold as long as the project is the same, which the keeper answers for, and
 * all that recipes take from outside of it has the same values. What is not known is worked out.
 */
import type { ManifestNode, UniqueId } from '../../resources/node.js';
import { type InputMention, inputKey } from '../changes/input-mentions.js';
import { commonHash, createRecipes, inputsText, type Recipe, type RecipeSetting } from './recipe.js';

/** Plain data. The values from outside are there as a digest alone. */
export interface RecipesToKeep {
  readonly mentions: readonly InputMention[];
  readonly packages: readonly string[];
  /** Digest of what all nodes share and of the values of what is mentioned. */
  readonly inputs: string;
  readonly recipes: readonly (readonly [UniqueId, Recipe])[];
}

/** Who keeps recipes from one run of a project to the next. */
export interface RecipeKeeper {
  /** Of nodes that are as they were; null when nothing was kept. */
  readonly recall: () => RecipesToKeep | null;
  readonly keep: (recipes: RecipesToKeep) => Promise<void>;
  /** Tells nothing of what it is made from. */
  readonly digest: (text: string) => string;
}

export interface RunRecipes {
  readonly of: (node: ManifestNode) => Recipe;
  /** Keeps what was worked out, if anything was. */
  readonly keep: () => Promise<void>;
}

/** The recipes of a run. Without a keeper all are worked out. */
export function createRunRecipes(setting: RecipeSetting, keeper: RecipeKeeper | null): RunRecipes {
  const inputsOf = ({ mentions, packages }: Pick<RecipesToKeep, 'mentions' | 'packages'>): string =>
    keeper?.digest(`${commonHash(setting.common)} ${inputsText(mentions, setting.surroundings, packages)}`) ?? '';
  const before = standing(keeper, inputsOf);
  const mentioned = new Map((before?.mentions ?? []).map((mention) => [inputKey(mention), mention]));
  const packages = new Set(before?.packages);
  const known = new Map(before?.recipes);
  let isNew = false;
  let workOut: ((node: ManifestNode) => Recipe) | null = null;
  const make = (node: ManifestNode): Recipe => {
    isNew = true;
    workOut ??= createRecipes({
      ...setting,
      onInputs: (mentions, own) => {
        for (const mention of mentions) mentioned.set(inputKey(mention), mention);
        for (const each of own) packages.add(each);
      },
    });
    return workOut(node);
  };
  return {
    of: (node) => {
      const recipe = known.get(node.uniqueId) ?? make(node);
      known.set(node.uniqueId, recipe);
      return recipe;
    },
    keep: async () => {
      if (!isNew) return;
      const outside = { mentions: [...mentioned.values()], packages: [...packages] };
      await keeper?.keep({ ...outside, inputs: inputsOf(outside), recipes: [...known] });
    },
  };
}

function standing(keeper: RecipeKeeper | null, inputsOf: (kept: RecipesToKeep) => string): RecipesToKeep | null {
  const kept = keeper?.recall() ?? null;
  return kept !== null && inputsOf(kept) === kept.inputs ? kept : null;
}
