/** Order, depth and cycles of the graph. Everything here is iterative and linear: projects have 100,000 nodes. */
import type { UniqueId } from '../resources/node.js';
import type { Graph } from './graph.js';

/** Parents before children, otherwise in the order of declaration. Ids on or behind a cycle are left out. */
export function topologicalOrder(graph: Graph): UniqueId[] {
  return [...depths(graph).keys()];
}

/** Longest distance from a node without parents; the keys stand in topological order. */
export function depths(graph: Graph): Map<UniqueId, number> {
  const { ids, parents, children } = graph.flat();
  const waiting = new Uint32Array(ids.length);
  const depth = new Uint32Array(ids.length);
  const ready = new Uint32Array(ids.length);
  const found = new Map<UniqueId, number>();
  let last = 0;
  for (let number = 0; number < ids.length; number++) {
    waiting[number] = parents.starts[number + 1] - parents.starts[number];
    if (waiting[number] === 0) ready[last++] = number;
  }
  for (let next = 0; next < last; next++) {
    const number = ready[next];
    found.set(ids[number], depth[number]);
    for (let at = children.starts[number]; at < children.starts[number + 1]; at++) {
      const child = children.targets[at];
      if (depth[child] <= depth[number]) depth[child] = depth[number] + 1;
      if (--waiting[child] === 0) ready[last++] = child;
    }
  }
  return found;
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
