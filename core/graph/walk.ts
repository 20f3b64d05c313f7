/** Walks over flat edges: what lies above or below some nodes, breadth-first, optionally bounded in steps. */
import type { UniqueId } from '../resources/node.js';
import type { Graph, Neighbours } from './graph.js';

/** 1 for all that is reached in at most `steps` steps (null: any number), the start not included unless reached. */
export function reach(edges: Neighbours, from: readonly number[], steps: number | null): Uint8Array {
  const reached = new Uint8Array(edges.starts.length - 1);
  let frontier = from;
  for (let step = 0; frontier.length > 0 && (steps === null || step < steps); step++) {
    const next: number[] = [];
    for (const number of frontier) {
      for (let at = edges.starts[number]; at < edges.starts[number + 1]; at++) {
        const target = edges.targets[at];
        if (reached[target] === 1) continue;
        reached[target] = 1;
        next.push(target);
      }
    }
    frontier = next;
  }
  return reached;
}

/** The given ids and everything above them, nearest first. What the graph does not know has nothing above it. */
export function withAncestors(graph: Graph, from: Iterable<UniqueId>): UniqueId[] {
  return withReached(graph, graph.parents, from);
}

/** The given ids and everything below them, nearest first. What the graph does not know has nothing below it. */
export function withDescendants(graph: Graph, from: Iterable<UniqueId>): UniqueId[] {
  return withReached(graph, graph.children, from);
}

function withReached({ ids, numbers }: Graph, { starts, targets }: Neighbours, from: Iterable<UniqueId>): UniqueId[] {
  const all = [...new Set(from)];
  const known = all.map((id) => numbers.get(id)).filter((number) => number !== undefined);
  const isSeen = new Uint8Array(ids.length);
  for (const number of known) isSeen[number] = 1;
  for (let next = 0; next < known.length; next++) {
    for (let at = starts[known[next]]; at < starts[known[next] + 1]; at++) {
      const target = targets[at];
      if (isSeen[target] === 1) continue;
      isSeen[target] = 1;
      known.push(target);
      all.push(ids[target]);
    }
  }
  return all;
}
