/**
 * Part of stage 6 for `build`: a node waits for the data tests of what it is built from, so a failing test keeps bad
 * rows from spreading. A test holds back a node only when everything that it reads lies upstream of the node.
 */
import type { Graph } from '../../graph/graph.js';
import { descendants } from '../../graph/walk.js';
import type { DataTestNode, UniqueId } from '../../resources/node.js';
import type { WaitEdges } from './wait-edges.js';

/** Adds the edges test -> node to `waits`. `isHeldByNone` tells planned nodes that no test holds back: tests, and what is not run. */
export function addTestEdges(
  waits: WaitEdges,
  graph: Graph,
  tests: readonly DataTestNode[],
  isHeldByNone: (id: UniqueId) => boolean,
): void {
  const below = new Map<UniqueId, ReadonlySet<UniqueId>>();
  const descendantsOf = (id: UniqueId): ReadonlySet<UniqueId> => {
    const known = below.get(id) ?? descendants(graph, [id]);
    below.set(id, known);
    return known;
  };
  const edges: [UniqueId, UniqueId][] = [];
  for (const test of tests) {
    const parents = [...new Set(test.dependsOn.nodes)];
    if (parents.length === 0) continue;
    const held =
      parents.length === 1
        ? nearestPlanned(parents[0], graph, waits, isHeldByNone)
        : firstBelowAll(parents.map(descendantsOf), waits, isHeldByNone);
    for (const id of held) edges.push([id, test.uniqueId]);
  }
  for (const [id, test] of edges) waits.get(id)?.add(test);
}

/** Planned nodes below `start` with no other planned node between. */
function nearestPlanned(
  start: UniqueId,
  graph: Graph,
  waits: WaitEdges,
  isHeldByNone: (id: UniqueId) => boolean,
): Set<UniqueId> {
  const found = new Set<UniqueId>();
  const seen = new Set<UniqueId>([start]);
  const pending = [start];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const child of graph.children.get(next) ?? []) {
      if (seen.has(child) || isHeldByNone(child)) continue;
      seen.add(child);
      if (waits.has(child)) found.add(child);
      else pending.push(child);
    }
  }
  return found;
}

/** Planned nodes below all of the given sets, without those that wait for another of them anyway. */
function firstBelowAll(
  sets: readonly ReadonlySet<UniqueId>[],
  waits: WaitEdges,
  isHeldByNone: (id: UniqueId) => boolean,
): Set<UniqueId> {
  const [first, ...others] = [...sets].sort((a, b) => a.size - b.size);
  const common = new Set<UniqueId>();
  for (const id of first) {
    if (waits.has(id) && !isHeldByNone(id) && others.every((set) => set.has(id))) common.add(id);
  }
  return new Set([...common].filter((id) => ![...(waits.get(id) ?? [])].some((parent) => common.has(parent))));
}
