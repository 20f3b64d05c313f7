/** Flat edges: turned round, cut down to some of the nodes, and with further ones. All of it linear in nodes and edges. */
import type { UniqueId } from '../resources/node.js';
import type { Edges, Graph, Neighbours } from './graph.js';

/** The same edges, walked the other way; counted first, so that each finds its place at once. */
export function reversed({ starts, targets }: Neighbours): Neighbours {
  const size = starts.length - 1;
  const ends = new Uint32Array(size + 1);
  for (let at = 0; at < targets.length; at++) ends[targets[at] + 1]++;
  for (let number = 0; number < size; number++) ends[number + 1] += ends[number];
  const next = ends.slice();
  const sources = new Uint32Array(targets.length);
  for (let number = 0; number < size; number++) {
    for (let at = starts[number]; at < starts[number + 1]; at++) sources[next[targets[at]]++] = number;
  }
  return { starts: ends, targets: sources };
}

/** Edges from `from[i]` to `to[i]` behind those that are there, in their order. */
export function withEdges({ starts, targets }: Neighbours, from: readonly number[], to: readonly number[]): Neighbours {
  if (from.length === 0) return { starts, targets };
  const size = starts.length - 1;
  const all = new Uint32Array(size + 1);
  for (const number of from) all[number + 1]++;
  for (let number = 0; number < size; number++) all[number + 1] += all[number] + starts[number + 1] - starts[number];
  const next = all.slice();
  const whole = new Uint32Array(targets.length + to.length);
  for (let number = 0; number < size; number++) {
    for (let at = starts[number]; at < starts[number + 1]; at++) whole[next[number]++] = targets[at];
  }
  for (let edge = 0; edge < from.length; edge++) whole[next[from[edge]]++] = to[edge];
  return { starts: all, targets: whole };
}

/** The given nodes, numbered in their order, and the edges among them. A negative number is a node without edges. */
export function partOf(graph: Edges, numbers: Int32Array | Uint32Array): Edges {
  const { starts, targets } = graph.parents;
  const size = starts.length - 1;
  if (numbers.length === size && numbers.every((number, own) => number === own)) return graph;
  const owns = new Int32Array(size).fill(-1);
  for (let own = 0; own < numbers.length; own++) if (numbers[own] >= 0) owns[numbers[own]] = own;
  const ownStarts = new Uint32Array(numbers.length + 1);
  const ownTargets = new Uint32Array(targets.length);
  let end = 0;
  for (let own = 0; own < numbers.length; own++) {
    const number = numbers[own];
    for (let at = starts[number]; number >= 0 && at < starts[number + 1]; at++) {
      const target = owns[targets[at]];
      if (target >= 0) ownTargets[end++] = target;
    }
    ownStarts[own + 1] = end;
  }
  const parents = { starts: ownStarts, targets: ownTargets.subarray(0, end) };
  return { parents, children: reversed(parents) };
}

/** The number of each id, -1 for what the graph does not know. Ids that follow each other as in the graph need no look-up. */
export function numbersOf({ ids, numbers }: Graph, wanted: Iterable<UniqueId>, count: number): Int32Array {
  const found = new Int32Array(count);
  let at = 0;
  let next = 0;
  for (const id of wanted) {
    const number = ids[next] === id ? next : (numbers.get(id) ?? -1);
    found[at++] = number;
    next = number + 1;
  }
  return found;
}
