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
  const nearest = new Map<UniqueId, Set<UniqueId>>();
  for (const id of topologicalOrder(graph)) {
    const own = new Set<UniqueId>();
    for (const parent of graph.parents.get(id) ?? []) {
      if (planned.has(parent)) own.add(parent);
      else for (const ancestor of nearest.get(parent) ?? []) own.add(ancestor);
    }
    nearest.set(id, own);
  }
  return new Map([...planned].map((id) => [id, nearest.get(id) ?? new Set<UniqueId>()]));
}

/** Longest way from each node to a node that nothing waits for. */
export function depthsToLeaf(waits: WaitEdges): Map<UniqueId, number> {
  const parentsOf = new Map<UniqueId, UniqueId[]>();
  const waiters = new Map<UniqueId, number>();
  for (const [id, parents] of waits) {
    if (!waiters.has(id)) waiters.set(id, 0);
    parentsOf.set(id, [...parents]);
    for (const parent of parents) waiters.set(parent, (waiters.get(parent) ?? 0) + 1);
  }
  const depth = new Map<UniqueId, number>();
  const ready = [...waiters].filter(([, count]) => count === 0).map(([id]) => id);
  for (let next = 0; next < ready.length; next++) {
    const id = ready[next];
    const own = depth.get(id) ?? 0;
    depth.set(id, own);
    for (const parent of parentsOf.get(id) ?? []) {
      depth.set(parent, Math.max(depth.get(parent) ?? 0, own + 1));
      const left = (waiters.get(parent) ?? 0) - 1;
      waiters.set(parent, left);
      if (left === 0) ready.push(parent);
    }
  }
  return depth;
}
