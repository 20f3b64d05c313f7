/**
 * Part of stage 6 for `build`: a node waits for the data tests of what it is built from, so a failing test keeps bad
 * rows from spreading. A test holds back a node only when everything that it reads lies upstream of the node.
 */

import { type FlatGraph, flatGraph, type Neighbours, reversed } from '../../graph/flat-graph.js';
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
  const edges: [UniqueId, UniqueId][] = [];
  for (const test of tests) {
    const parents = [...new Set(test.dependsOn.nodes)];
    if (parents.length === 0) continue;
    if (parents.length > 1) search ??= commonSearch(graph);
    const held =
      search === null || parents.length === 1
        ? nearestPlanned(parents[0], graph, waits, isHeldByNone)
        : firstBelowAll(parents, waits, isHeldByNone, search);
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

/** The graph for walks that are many: from every parent of every test that has several. */
interface CommonSearch {
  readonly graph: FlatGraph;
  readonly children: Neighbours;
  /** How many parents of the test in question a node was found below, and below which it was found last. */
  readonly count: Uint32Array;
  readonly last: Uint32Array;
  /** Parents walked from so far, in all tests. */
  walks: number;
}

function commonSearch(whole: Graph): CommonSearch {
  const graph = flatGraph(whole);
  const size = graph.ids.length;
  const children = reversed(graph.parents, size);
  return { graph, children, count: new Uint32Array(size), last: new Uint32Array(size), walks: 0 };
}

/** Planned nodes below all of the given ones, without those that wait for another of them anyway. */
function firstBelowAll(
  parents: readonly UniqueId[],
  waits: WaitEdges,
  isHeldByNone: (id: UniqueId) => boolean,
  search: CommonSearch,
): readonly UniqueId[] {
  const { ids } = search.graph;
  const common = new Set<UniqueId>();
  for (const number of belowAll(parents, search)) {
    const id = ids[number];
    if (waits.has(id) && !isHeldByNone(id)) common.add(id);
  }
  return [...common].filter((id) => ![...(waits.get(id) ?? [])].some((parent) => common.has(parent)));
}

/** Walks down from one after the other; after the first only what the walks before have found counts on. */
function belowAll(parents: readonly UniqueId[], search: CommonSearch): readonly number[] {
  const { graph, children, count, last } = search;
  let found: number[] = [];
  for (const [nth, parent] of parents.entries()) {
    const walk = ++search.walks;
    const start = graph.numbers.get(parent);
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
