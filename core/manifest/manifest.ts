/** Stage 4's value: the project resolved. Disabled nodes are kept aside for messages and artifacts. */
import type { Graph } from '../graph/graph.js';
import type {
  DocBlock,
  ExposureNode,
  GraphNode,
  MacroResource,
  ManifestNode,
  SourceNode,
  UniqueId,
} from '../resources/node.js';

export interface Manifest {
  readonly projectName: string;
  readonly adapterType: string;
  readonly nodes: ReadonlyMap<UniqueId, ManifestNode>;
  readonly sources: ReadonlyMap<UniqueId, SourceNode>;
  readonly exposures: ReadonlyMap<UniqueId, ExposureNode>;
  readonly macros: ReadonlyMap<UniqueId, MacroResource>;
  readonly docs: ReadonlyMap<UniqueId, DocBlock>;
  readonly disabled: ReadonlyMap<UniqueId, readonly GraphNode[]>;
  readonly graph: Graph;
  /** The node or source that a `ref` or `source` of a node means; decided once, here. */
  readonly resolveRef: (
    from: UniqueId,
    packageName: string | null,
    name: string,
    version: string | number | null,
  ) => RefTarget;
  readonly resolveSource: (from: UniqueId, source: string, table: string) => RefTarget;
}

export type RefTarget =
  | { readonly kind: 'found'; readonly node: ManifestNode | SourceNode }
  | { readonly kind: 'disabled'; readonly node: GraphNode }
  | { readonly kind: 'missing'; readonly suggestions: readonly string[] };
