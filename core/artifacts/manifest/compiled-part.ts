/** What compiling adds to a node of manifest.json. */
import type { JsonObject } from '../../resources/json.js';
import type { UniqueId } from '../../resources/node.js';

/** What compiling added to a node; nodes that were not compiled have none. */
export interface CompiledPart {
  readonly code: string;
  /** `target/compiled/<package>/<path>`, null when no file was written. */
  readonly path: string | null;
  readonly extraCtes: readonly { readonly id: UniqueId; readonly sql: string }[];
}

/** Its place is behind all else that is written of the node. */
export function compiledDict(part: CompiledPart): JsonObject {
  return {
    compiled: true,
    compiled_code: part.code,
    extra_ctes_injected: true,
    extra_ctes: part.extraCtes.map((cte) => ({ id: cte.id, sql: cte.sql })),
  };
}
