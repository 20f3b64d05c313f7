/** Order, depth and cycles of the graph. Everything here is iterative and linear: projects have 100,000 nodes. */
import type { UniqueId } from '../resources/node.js';
import type { Edges, Graph } from './graph.js';

/** Longest distance from a node without parents. Parents stand before children, otherwise in the order of declaration; ids on or behind a cycle are left out. */
export function depths(graph: Graph): Map<UniqueId, number> {
  const { order, depth } = orderOf(graph);
  const found = new Map<UniqueId, number>();
  for (const number of order) found.set(graph.ids[number], depth[number]);
  return found;
}

export interface Order {
  /** Parents before children; what is on or behind a cycle is left out. */
  readonly order: Uint32Array;
  /** By number: the longest distance from a node without parents. */
  readonly depth: Uint32Array;
}

/** The order by numbers. */
export function orderOf({ parents, children }: Edges): Order {
  const size = parents.starts.length - 1;
  const waiting = new Uint32Array(size);
  const depth = new Uint32Array(size);
  const ready = new Uint32Array(size);
  let last = 0;
  for (let number = 0; number < size; number++) {
    waiting[number] = parents.starts[number + 1] - parents.starts[number];
    if (waiting[number] === 0) ready[last++] = number;
  }
  for (let next = 0; next < last; next++) {
    const number = ready[next];
    for (let at = children.starts[number]; at < children.starts[number + 1]; at++) {
      const child = children.targets[at];
      if (depth[child] <= depth[number]) depth[child] = depth[number] + 1;
      if (--waiting[child] === 0) ready[last++] = child;
    }
  }
  return { order: ready.subarray(0, last), depth };
}

/** One path `a -> b -> a` per knot of cycles, first declared first; empty when the graph has none. */
export function findCycles(graph: Graph): UniqueId[][] {
  const { order } = orderOf(graph);
  const size = graph.ids.length;
  if (order.length === size) return [];
  /** 1 for what is on no cycle, or was seen before. */
  const isFinished = new Uint8Array(size);
  for (const number of order) isFinished[number] = 1;
  /** The place on the path in question, counted from 1. */
  const onPath = new Uint32Array(size);
  const cycles: UniqueId[][] = [];
  for (let start = 0; start < size; start++) {
    const cycle = isFinished[start] === 1 ? null : cycleFrom(start, graph, { isFinished, onPath });
    if (cycle !== null) cycles.push(Array.from(cycle, (number) => graph.ids[number]));
  }
  return cycles;
}

interface SearchState {
  readonly isFinished: Uint8Array;
  readonly onPath: Uint32Array;
}

/** Walks depth-first along children; all that was seen is finished afterwards, so each knot is reported once. */
function cycleFrom(start: number, { children }: Graph, { isFinished, onPath }: SearchState): number[] | null {
  const path = [start];
  const cursors = [children.starts[start]];
  onPath[start] = 1;
  let found: number[] | null = null;
  while (path.length > 0) {
    const number = path[path.length - 1];
    const at = cursors[cursors.length - 1]++;
    if (at >= children.starts[number + 1]) {
      isFinished[number] = 1;
      onPath[number] = 0;
      path.pop();
      cursors.pop();
      continue;
    }
    const child = children.targets[at];
    if (onPath[child] > 0) {
      found ??= [...path.slice(onPath[child] - 1), child];
    } else if (isFinished[child] === 0) {
      path.push(child);
      cursors.push(children.starts[child]);
      onPath[child] = path.length;
    }
  }
  return found;
}
