/** The dependency graph, immutable: parents and children of every unique id, in the order of declaration. */
import type { UniqueId } from '../resources/node.js';
import type { FlatGraph } from './flat-graph.js';

export interface Graph {
  readonly parents: ReadonlyMap<UniqueId, readonly UniqueId[]>;
  readonly children: ReadonlyMap<UniqueId, readonly UniqueId[]>;
  /** The same by numbers; made when it is first asked for. */
  readonly flat: () => FlatGraph;
}
