/**
 * The dependency graph, immutable. Nodes are numbered in the order of declaration and edges stand in flat arrays, so that
 * walks over a hundred thousand nodes touch no text; ids are for people and artifacts.
 */
import type { UniqueId } from '../resources/node.js';

/** The neighbours of node `n` are `targets[starts[n]]` up to `targets[starts[n + 1] - 1]`. */
export interface Neighbours {
  readonly starts: Uint32Array;
  readonly targets: Uint32Array;
}

/** Edges by number, both ways. Each edge stands once; neighbours above are in the order in which they were named. */
export interface Edges {
  readonly parents: Neighbours;
  readonly children: Neighbours;
}

export interface Graph extends Edges {
  /** The id of each number. */
  readonly ids: readonly UniqueId[];
  readonly numbers: ReadonlyMap<UniqueId, number>;
}
