/** Stage 7a's value: a node with its SQL rendered, ephemeral parents injected, and the map back to the templates. */
import type { ManifestNode, UniqueId } from '../resources/node.js';
import type { RenderedText } from '../template/source-map.js';

export interface CompiledNode {
  readonly node: ManifestNode;
  /** SQL with CTEs injected; `compiled_code` in artifacts. */
  readonly sql: RenderedText;
  /** Ephemeral models injected, in order, with the SQL of each CTE. */
  readonly extraCtes: readonly { readonly id: UniqueId; readonly sql: string }[];
  /** The same models, each compiled as a node of its own. */
  readonly injected?: readonly CompiledNode[];
}
