/** A graph with its ids as numbers and its edges in flat arrays, for walks that touch no text. */
import type { UniqueId } from '../resources/node.js';

/** The neighbours of node `n` are `targets[starts[n]]` up to `targets[starts[n + 1] - 1]`. */
export interface Neighbours {
  readonly starts: Uint32Array;
  readonly targets: Uint32Array;
}

export interface FlatGraph {
  readonly ids: readonly UniqueId[];
  readonly numbers: ReadonlyMap<UniqueId, number>;
  readonly parents: Neighbours;
  readonly children: Neighbours;
}

/** Numbers the nodes in the order of the map, whose parents are among its keys. */
export function flatGraph(edges: ReadonlyMap<UniqueId, readonly UniqueId[]>): FlatGraph {
  const ids = [...edges.keys()];
  const numbers = numbered(ids);
  const starts = new Uint32Array(ids.length + 1);
  const targets: number[] = [];
  let number = 0;
  for (const parents of edges.values()) {
    for (const id of parents) targets.push(numbers.get(id)!);
    starts[++number] = targets.length;
  }
  const parents = { starts, targets: Uint32Array.from(targets) };
  return { ids, numbers, parents, children: reversed(parents, ids.length) };
}

/** A graph of which the parents are told by numbers already. */
export function flatOf(ids: readonly UniqueId[], parents: Neighbours): FlatGraph {
  return { ids, numbers: numbered(ids), parents, children: reversed(parents, ids.length) };
}

function numbered(ids: readonly UniqueId[]): Map<UniqueId, number> {
  const numbers = new Map<UniqueId, number>();
  for (const id of ids) numbers.set(id, numbers.size);
  return numbers;
}

/** The given nodes, numbered in their order, and the edges among them. What the graph does not know has none. */
export function partOf(graph: FlatGraph, ids: readonly UniqueId[]): Pick<FlatGraph, 'parents' | 'children'> {
  const own = new Int32Array(graph.ids.length).fill(-1);
  const places = Int32Array.from(ids, (id) => graph.numbers.get(id) ?? -1);
  for (let number = 0; number < places.length; number++) if (places[number] >= 0) own[places[number]] = number;
  const starts = new Uint32Array(ids.length + 1);
  const targets: number[] = [];
  const { parents } = graph;
  for (let number = 0; number < places.length; number++) {
    const place = places[number];
    for (let at = parents.starts[place]; place >= 0 && at < parents.starts[place + 1]; at++) {
      const target = own[parents.targets[at]];
      if (target >= 0) targets.push(target);
    }
    starts[number + 1] = targets.length;
  }
  const kept = { starts, targets: Uint32Array.from(targets) };
  return { parents: kept, children: reversed(kept, ids.length) };
}

/** The same edges, walked the other way; counted first, so that each finds its place at once. */
function reversed({ starts, targets }: Neighbours, size: number): Neighbours {
  const ends = new Uint32Array(size + 1);
  for (const target of targets) ends[target + 1]++;
  for (let number = 0; number < size; number++) ends[number + 1] += ends[number];
  const next = ends.slice();
  const sources = new Uint32Array(targets.length);
  for (let number = 0; number < size; number++) {
    for (let at = starts[number]; at < starts[number + 1]; at++) sources[next[targets[at]]++] = number;
  }
  return { starts: ends, targets: sources };
}
