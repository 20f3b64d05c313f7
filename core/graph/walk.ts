/** Ancestors and descendants of a set of ids, breadth-first, optionally bounded in steps. */
import type { UniqueId } from '../resources/node.js';
import type { Graph } from './graph.js';

/** All ids reached over parents in at most `steps` steps (null: any number), the start not included unless reached. */
export function ancestors(graph: Graph, from: Iterable<UniqueId>, steps: number | null = null): Set<UniqueId> {
  return reach(graph.parents, from, steps);
}

/** All ids reached over children in at most `steps` steps (null: any number), the start not included unless reached. */
export function descendants(graph: Graph, from: Iterable<UniqueId>, steps: number | null = null): Set<UniqueId> {
  return reach(graph.children, from, steps);
}

function reach(
  edges: ReadonlyMap<UniqueId, readonly UniqueId[]>,
  from: Iterable<UniqueId>,
  steps: number | null,
): Set<UniqueId> {
  const reached = new Set<UniqueId>();
  let frontier: readonly UniqueId[] = [...from];
  for (let step = 0; frontier.length > 0 && (steps === null || step < steps); step++) {
    const next: UniqueId[] = [];
    for (const id of frontier) {
      for (const neighbour of edges.get(id) ?? []) {
        if (reached.has(neighbour)) continue;
        reached.add(neighbour);
        next.push(neighbour);
      }
    }
    frontier = next;
  }
  return reached;
}
