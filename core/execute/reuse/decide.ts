/** Whether a node has to be built or tested again, and the reason in words. Pure: all that is known is handed in. */
import type { ManifestNode } from '../../resources/node.js';
import type { Recipe } from '../../state/reuse/recipe.js';
import { type DataStore, type DataVersion, dataVersion, isAsLeft } from './data-versions.js';
import type { ReuseRow } from './reuse-row.js';

export interface Decision {
  readonly isReused: boolean;
  /** `nothing has changed`, `its template uses run_query` ... */
  readonly reason: string;
}

/** A relation that a node reads. */
export interface ReadRelation {
  readonly key: string;
  /** As people call it. */
  readonly name: string;
}

export interface NodeFacts {
  readonly type: ManifestNode['resourceType'];
  readonly recipe: Recipe;
  readonly reads: readonly ReadRelation[];
  /** The key of the node's relation; null for a test that keeps nothing. */
  readonly relation: string | null;
  /** What the ledger says of the node itself. */
  readonly row: ReuseRow | undefined;
  /** What settles it before anything is compared: a flag, a config. */
  readonly forced: string | null;
}

/** In doubt a node is built. */
export function decide({ type, recipe, reads, relation, row, forced }: NodeFacts, store: DataStore): Decision {
  const built = (reason: string): Decision => ({ isReused: false, reason });
  if (forced !== null) return built(forced);
  if (recipe.hash === null) return built(recipe.reason);
  if (row === undefined) return built('no earlier success is recorded');
  if (relation !== null) {
    const standing = store.rows.get(relation);
    if (!store.marks.has(relation)) return built('its relation does not stand');
    if (standing === undefined || !isAsLeft(relation, standing, store)) {
      return built('its relation is not as tsdbt left it');
    }
  }
  if (row.recipe === null) return built('its last build left nothing to compare with');
  if (row.why !== null) return built(`it ${row.why}`);
  if (row.recipe !== recipe.hash) return built(changedPart(type, row.common, recipe.common));
  return comparedInputs(reads, row, store) ?? { isReused: true, reason: 'nothing has changed' };
}

/** What all nodes share hides what else has changed. */
function changedPart(type: NodeFacts['type'], before: string | null, now: string): string {
  if (before !== null && before !== now) return COMMON_CHANGED;
  return type === 'seed' ? 'its file, config or vars have changed' : 'its code, config, macros or vars have changed';
}

const COMMON_CHANGED =
  'another user, role or search path, another version of tsdbt, or other flags of the project made it';

function comparedInputs(reads: readonly ReadRelation[], row: ReuseRow, store: DataStore): Decision | null {
  for (const { key, name } of reads) {
    const reason = inputProblem(dataVersion(key, store), row.inputs[key]);
    if (reason !== null) return { isReused: false, reason: `${name}: ${reason}` };
  }
  return null;
}

function inputProblem(now: DataVersion, before: string | null | undefined): string | null {
  if (now.version === null) return now.reason;
  if (before === undefined) return 'it was not read before';
  if (before === null) return 'what it held at the last build is not known';
  return before === now.version ? null : 'it has changed';
}
