/** The edges of the graph by ids, for people and artifacts. */
import type { UniqueId } from '../resources/node.js';
import type { Graph, Neighbours } from './graph.js';

/** What a node is made from, as it names it; nothing for what the graph does not know. */
export function parentsOf(graph: Graph, id: UniqueId): readonly UniqueId[] {
  return neighboursOf(graph, graph.parents, graph.numbers.get(id));
}

/** What is made from a node, in the order of declaration; nothing for what the graph does not know. */
export function childrenOf(graph: Graph, id: UniqueId): readonly UniqueId[] {
  return neighboursOf(graph, graph.children, graph.numbers.get(id));
}

/** Each id with its neighbours, in the order of declaration. */
export function* neighboursById(graph: Graph, edges: Neighbours): Generator<[UniqueId, readonly UniqueId[]]> {
  for (let number = 0; number < graph.ids.length; number++) {
    yield [graph.ids[number], neighboursOf(graph, edges, number)];
  }
}

function neighboursOf({ ids }: Graph, { starts, targets }: Neighbours, number: number | undefined): UniqueId[] {
  if (number === undefined) return [];
  return Array.from(targets.subarray(starts[number], starts[number + 1]), (target) => ids[target]);
}
