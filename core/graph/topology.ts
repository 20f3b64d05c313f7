/** Order, depth and cycles of the graph. Everything here is iterative and linear: projects have 100,000 nodes. */
import type { UniqueId } from '../resources/node.js';
import type { Graph } from './graph.js';

/** Parents before children, otherwise in the order of declaration. Ids on or behind a cycle are left out. */
export function topologicalOrder(graph: Graph): UniqueId[] {
  return [...depths(graph).keys()];
}

/** Longest distance from a node without parents; the keys stand in topological order. */
export function depths(graph: Graph): Map<UniqueId, number> {
  const waiting = new Map<UniqueId, number>();
  const depth = new Map<UniqueId, number>();
  const ready: UniqueId[] = [];
  for (const [id, parents] of graph.parents) {
    waiting.set(id, parents.length);
    if (parents.length === 0) ready.push(id);
  }
  for (let next = 0; next < ready.length; next++) {
    const id = ready[next];
    let own = 0;
    for (const parent of graph.parents.get(id) ?? []) own = Math.max(own, (depth.get(parent) ?? 0) + 1);
    depth.set(id, own);
    for (const child of graph.children.get(id) ?? []) {
      const left = (waiting.get(child) ?? 0) - 1;
      waiting.set(child, left);
      if (left === 0) ready.push(child);
    }
  }
  return depth;
}

/** One path `a -> b -> a` per knot of cycles, first declared first; empty when the graph has none. */
export function findCycles(graph: Graph): UniqueId[][] {
  const acyclic = depths(graph);
  const finished = new Set<UniqueId>();
  const cycles: UniqueId[][] = [];
  for (const start of graph.parents.keys()) {
    if (acyclic.has(start) || finished.has(start)) continue;
    const cycle = cycleFrom(start, graph, { acyclic, finished });
    if (cycle !== null) cycles.push(cycle);
  }
  return cycles;
}

interface SearchState {
  readonly acyclic: ReadonlyMap<UniqueId, number>;
  readonly finished: Set<UniqueId>;
}

/** Walks depth-first along children; all that was seen is finished afterwards, so each knot is reported once. */
function cycleFrom(start: UniqueId, graph: Graph, state: SearchState): UniqueId[] | null {
  const path: UniqueId[] = [start];
  const onPath = new Map<UniqueId, number>([[start, 0]]);
  const cursors = [0];
  let found: UniqueId[] | null = null;
  while (path.length > 0) {
    const id = path[path.length - 1];
    const child = (graph.children.get(id) ?? [])[cursors[cursors.length - 1]++];
    if (child === undefined) {
      state.finished.add(id);
      onPath.delete(id);
      path.pop();
      cursors.pop();
    } else if (onPath.has(child)) {
      found ??= [...path.slice(onPath.get(child)), child];
    } else if (!state.acyclic.has(child) && !state.finished.has(child)) {
      onPath.set(child, path.length);
      path.push(child);
      cursors.push(0);
    }
  }
  return found;
}
