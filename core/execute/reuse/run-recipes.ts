/** The recipes of a run: what they are made of besides the project, taken from its target and its invocation. */
import { createVars } from '../../project/vars.js';
import type { Json, JsonObject } from '../../resources/json.js';
import type { RecipeSetting } from '../../state/reuse/recipe.js';
import { createRunRecipes, type RunRecipes } from '../../state/reuse/remembered-recipes.js';
import type { ExecuteDeps } from '../execute-deps.js';

/** What the same query finds may depend on who asks, by row security, and on where names are looked up. */
function sightOf({ user = null, role = null, search_path: path = null }: JsonObject): Json {
  return [user, role, path];
}

/** The recipes of the nodes of a project, with what is kept of earlier runs. */
export function recipesOf({ manifest, project, target, invocation, adapter, recipes }: ExecuteDeps): RunRecipes {
  const { publicFields, type, schema, database, threads } = target.credentials;
  const setting: RecipeSetting = {
    manifest,
    prefixes: adapter.macroPrefixes,
    surroundings: {
      vars: createVars(project),
      env: invocation.env,
      target: {
        ...{ ...publicFields, type, schema, database, threads },
        ...{ name: target.targetName, profile_name: target.profileName },
      },
    },
    common: [invocation.toolVersion, adapter.type, project.flags, project.dispatch as never, sightOf(publicFields)],
    nameOf: (id) => (manifest.nodes.get(id) ?? manifest.sources.get(id))?.relationName ?? null,
  };
  return createRunRecipes(setting, recipes ?? null);
}
