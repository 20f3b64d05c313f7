/**
 * Part of stage 6: which planned nodes each planned node waits for. Edges lead through nodes that are not planned
 * (as in dbt), so the order of the whole project holds for every selection.
 */
import type { Graph } from '../../graph/graph.js';
import { topologicalOrder } from '../../graph/topology.js';
import type { UniqueId } from '../../resources/node.js';

export type WaitEdges = Map<UniqueId, Set<UniqueId>>;

/** The nearest planned ancestors of every planned node. */
export function waitEdges(graph: Graph, planned: ReadonlySet<UniqueId>): WaitEdges {
  const { ids, numbers, parents } = graph.flat();
  const isPlanned = Uint8Array.from(ids, (id) => (planned.has(id) ? 1 : 0));
  const nearest: Set<UniqueId>[] = [];
  for (const id of topologicalOrder(graph)) {
    const number = numbers.get(id)!;
    const own = new Set<UniqueId>();
    for (let at = parents.starts[number]; at < parents.starts[number + 1]; at++) {
      const parent = parents.targets[at];
      if (isPlanned[parent] === 1) own.add(ids[parent]);
      else for (const ancestor of nearest[parent] ?? []) own.add(ancestor);
    }
    nearest[number] = own;
  }
  const waits: WaitEdges = new Map();
  for (const id of planned) waits.set(id, nearest[numbers.get(id) ?? -1] ?? new Set<UniqueId>());
  return waits;
}

/** Longest way from each node to a node that nothing waits for. */
export function depthsToLeaf(waits: WaitEdges): Map<UniqueId, number> {
  const numbers = new Map<UniqueId, number>();
  for (const id of waits.keys()) numbers.set(id, numbers.size);
  const parents: number[][] = [];
  const waiters = new Uint32Array(waits.size);
  for (const above of waits.values()) {
    const own: number[] = [];
    for (const id of above) {
      const parent = numbers.get(id);
      if (parent === undefined) continue;
      own.push(parent);
      waiters[parent]++;
    }
    parents.push(own);
  }
  const depth = new Uint32Array(waits.size);
  const ready: number[] = [];
  for (let number = 0; number < waiters.length; number++) if (waiters[number] === 0) ready.push(number);
  for (let next = 0; next < ready.length; next++) {
    const number = ready[next];
    for (const parent of parents[number]) {
      if (depth[parent] <= depth[number]) depth[parent] = depth[number] + 1;
      if (--waiters[parent] === 0) ready.push(parent);
    }
  }
  const depths = new Map<UniqueId, number>();
  for (const [id, number] of numbers) depths.set(id, depth[number]);
  return depths;
}
