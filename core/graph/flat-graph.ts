/**
 * A graph with its ids as numbers and its edges in flat arrays, for walks that touch no text. Made once for a question, in
 * time linear in nodes and edges.
 */
import type { UniqueId } from '../resources/node.js';
import type { Graph } from './graph.js';

/** The neighbours of node `n` are `targets[starts[n]]` up to `targets[starts[n + 1] - 1]`. */
export interface Neighbours {
  readonly starts: Uint32Array;
  readonly targets: Uint32Array;
}

export interface FlatGraph {
  readonly ids: readonly UniqueId[];
  readonly numbers: ReadonlyMap<UniqueId, number>;
  readonly parents: Neighbours;
}

/** Numbers the nodes of a graph in its order. */
export function flatGraph({ parents }: Graph): FlatGraph {
  const ids = [...parents.keys()];
  const numbers = new Map<UniqueId, number>();
  for (const id of ids) numbers.set(id, numbers.size);
  return { ids, numbers, parents: flatParents(ids, numbers, parents) };
}

/** The edges to the parents that have a number. */
export function flatParents(
  ids: readonly UniqueId[],
  numbers: ReadonlyMap<UniqueId, number>,
  parents: ReadonlyMap<UniqueId, readonly UniqueId[]>,
): Neighbours {
  const starts = new Uint32Array(ids.length + 1);
  const targets: number[] = [];
  for (let number = 0; number < ids.length; number++) {
    for (const id of parents.get(ids[number]) ?? []) {
      const target = numbers.get(id);
      if (target !== undefined) targets.push(target);
    }
    starts[number + 1] = targets.length;
  }
  return { starts, targets: Uint32Array.from(targets) };
}

/** The same edges, walked the other way; counted first, so that each finds its place at once. */
export function reversed({ starts, targets }: Neighbours, size: number): Neighbours {
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
