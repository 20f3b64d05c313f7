/** A graph whose numbers and edges are known already; its maps by id are made when somebody asks for them. */
import type { UniqueId } from '../resources/node.js';
import type { FlatGraph, Neighbours } from './flat-graph.js';
import type { Graph } from './graph.js';

/** The same graph as `buildGraph` gives of these parents. */
export function graphOfFlat(flat: FlatGraph): Graph {
  let parents: Graph['parents'] | null = null;
  let children: Graph['children'] | null = null;
  return {
    get parents() {
      parents ??= mapOf(flat.ids, flat.parents);
      return parents;
    },
    get children() {
      children ??= mapOf(flat.ids, flat.children);
      return children;
    },
    flat: () => flat,
  };
}

function mapOf(ids: readonly UniqueId[], { starts, targets }: Neighbours): Map<UniqueId, readonly UniqueId[]> {
  const neighbours = new Map<UniqueId, readonly UniqueId[]>();
  for (let number = 0; number < ids.length; number++) {
    const own: UniqueId[] = [];
    for (let at = starts[number]; at < starts[number + 1]; at++) own.push(ids[targets[at]]);
    neighbours.set(ids[number], own);
  }
  return neighbours;
}
