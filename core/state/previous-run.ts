/** What an earlier command came to, as its run_results.json (dbt's or ours) tells it, and which of its nodes are not done. Pure. */
import { isMapping, type Json, type JsonObject } from '../resources/json.js';
import type { UniqueId } from '../resources/node.js';

export interface PreviousRun {
  /** As dbt names it: `build`, `run`, `run-operation` ... */
  readonly command: string;
  /** Its command line, lower-case keys. */
  readonly args: JsonObject;
  readonly results: readonly { readonly uniqueId: UniqueId; readonly status: string }[];
}

/** Null when the value is no run_results.json. */
export function readPreviousRun(artifact: Json): PreviousRun | null {
  if (!isMapping(artifact) || !isMapping(artifact.args) || !Array.isArray(artifact.results)) return null;
  const { which } = artifact.args;
  if (typeof which !== 'string') return null;
  const results = artifact.results.flatMap((result: Json) => {
    if (!isMapping(result) || typeof result.unique_id !== 'string' || typeof result.status !== 'string') return [];
    return [{ uniqueId: result.unique_id, status: result.status }];
  });
  return { command: which, args: artifact.args, results };
}

const NOT_DONE: ReadonlySet<string> = new Set([
  ...['error', 'fail', 'skipped', 'cancelled'],
  ...['runtime error', 'partial success'],
]);

/** The nodes that failed, were skipped or were cancelled; with `warned` those that warned too. Hooks are no nodes. */
export function nodesNotDone({ results }: PreviousRun, { warned }: { readonly warned: boolean }): readonly UniqueId[] {
  return results
    .filter(({ status }) => NOT_DONE.has(status) || (warned && status === 'warn'))
    .map(({ uniqueId }) => uniqueId)
    .filter((id) => !id.startsWith(HOOK));
}

/** Hooks of the project that failed. They run beside nodes only. */
export function failedHooks({ results }: PreviousRun): readonly UniqueId[] {
  return results
    .filter(({ uniqueId, status }) => uniqueId.startsWith(HOOK) && status === 'error')
    .map(({ uniqueId }) => uniqueId);
}

const HOOK = 'operation.';
