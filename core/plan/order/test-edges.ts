/**
 * Part of stage 6 for `build`: a node waits for the data tests of what it is built from, so a failing test keeps bad
 * rows from spreading. A test holds back a node only when everything that it reads lies upstream of the node.
 */

import { type Neighbours, partOf } from '../../graph/flat-graph.js';
import type { Graph } from '../../graph/graph.js';
import type { DataTestNode, UniqueId } from '../../resources/node.js';
import type { WaitEdges } from './wait-edges.js';

/** Adds the edges test -> node to `waits`. `isHeldByNone` tells planned nodes that no test holds back: tests, and what is not run. */
export function addTestEdges(
  waits: WaitEdges,
  graph: Graph,
  tests: readonly DataTestNode[],
  isHeldByNone: (id: UniqueId) => boolean,
): void {
  let search: CommonSearch | null = null;
  const nearest = new Map<UniqueId, readonly UniqueId[]>();
  const edges: [UniqueId, UniqueId][] = [];
  for (const test of tests) {
    const parents = [...new Set(test.dependsOn.nodes)];
    if (parents.length === 0) continue;
    let held = parents.length === 1 ? nearest.get(parents[0]) : undefined;
    if (held === undefined && parents.length === 1) {
      held = nearestPlanned(parents[0], graph, waits, isHeldByNone);
      nearest.set(parents[0], held);
    }
    search ??= held === undefined ? commonSearch(graph, waits, isHeldByNone) : null;
    held ??= firstBelowAll(parents, waits, search!);
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
): readonly UniqueId[] {
  const found: UniqueId[] = [];
  const seen = new Set<UniqueId>([start]);
  const pending = [start];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const child of graph.children.get(next) ?? []) {
      if (seen.has(child) || isHeldByNone(child)) continue;
      seen.add(child);
      if (waits.has(child)) found.push(child);
      else pending.push(child);
    }
  }
  return found;
}

/** What tests may hold back, for walks that are many: from every parent of every test that has several. */
interface CommonSearch {
  readonly ids: readonly UniqueId[];
  readonly numbers: ReadonlyMap<UniqueId, number>;
  readonly parents: Neighbours;
  readonly children: Neighbours;
  /** 1 for what is planned. */
  readonly isPlanned: Uint8Array;
  /** How many parents of the test in question a node was found below, and below which it was found last. */
  readonly count: Uint32Array;
  readonly last: Uint32Array;
  /** Parents walked from so far, in all tests. */
  walks: number;
}

function commonSearch(whole: Graph, waits: WaitEdges, isHeldByNone: (id: UniqueId) => boolean): CommonSearch {
  // Nothing is built from a test, so walks lose no way without them.
  const ids = [...whole.parents.keys()].filter((id) => !isHeldByNone(id));
  const size = ids.length;
  return {
    ids,
    numbers: new Map(ids.map((id, number) => [id, number])),
    ...partOf(whole.flat(), ids),
    isPlanned: Uint8Array.from(ids, (id) => (waits.has(id) ? 1 : 0)),
    count: new Uint32Array(size),
    last: new Uint32Array(size),
    walks: 0,
  };
}

/** Planned nodes below all of the given ones, without those that wait for another of them anyway. */
function firstBelowAll(parents: readonly UniqueId[], waits: WaitEdges, search: CommonSearch): readonly UniqueId[] {
  const { ids, numbers, parents: above, isPlanned, count, last, walks: before } = search;
  const found = belowAll(parents, search);
  const walk = before + parents.length;
  const isCommon = (number: number) =>
    isPlanned[number] === 1 && last[number] === walk && count[number] === parents.length;
  const isFirst = (number: number): boolean => {
    for (let at = above.starts[number]; at < above.starts[number + 1]; at++) {
      if (isCommon(above.targets[at])) return false;
    }
    for (const id of waits.get(ids[number]) ?? []) {
      const parent = numbers.get(id);
      if (parent !== undefined && isCommon(parent)) return false;
    }
    return true;
  };
  return found.filter((number) => isPlanned[number] === 1 && isFirst(number)).map((number) => ids[number]);
}

/** Walks down from one after the other; after the first only what the walks before have found counts on. */
function belowAll(parents: readonly UniqueId[], search: CommonSearch): readonly number[] {
  const { numbers, children, count, last } = search;
  let found: number[] = [];
  for (const [nth, parent] of parents.entries()) {
    const walk = ++search.walks;
    const start = numbers.get(parent);
    const pending = start === undefined ? [] : [start];
    found = [];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      for (let at = children.starts[next]; at < children.starts[next + 1]; at++) {
        const child = children.targets[at];
        if (last[child] === walk) continue;
        const isInAll = nth === 0 || (last[child] === walk - 1 && count[child] === nth);
        last[child] = walk;
        count[child] = isInAll ? nth + 1 : 0;
        if (isInAll) found.push(child);
        pending.push(child);
      }
    }
    if (found.length === 0) return [];
  }
  return found;
}
