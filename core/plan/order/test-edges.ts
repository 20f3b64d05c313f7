/**
 * Part of stage 6 for `build`: a node waits for the data tests of what it is built from, so a failing test keeps bad
 * rows from spreading. A test holds back a node only when everything that it reads lies upstream of the node.
 */
import { reversed, withEdges } from '../../graph/edges.js';
import type { Graph, Neighbours } from '../../graph/graph.js';
import { nearest } from '../../graph/nearest.js';
import type { GraphNode } from '../../resources/node.js';
import { type Chosen, isHeldByNone, plannedKinds } from './chosen.js';
import { firstBelowAll, type ManyParents } from './first-below-all.js';

/** The waits with the edges test -> node, for each node in the order of the tests. */
export function withTestEdges(waits: Neighbours, graph: Graph, chosen: Chosen): Neighbours {
  const { nodes, numbers } = chosen;
  const below = nodesBelow(waits, graph, chosen);
  const isWall = (number: number) => chosen.places[number] >= 0 && isHeldByNone(chosen.actions[chosen.places[number]]);
  const held = new Array<readonly number[] | undefined>(nodes.length);
  const many: ManyParents[] = [];
  for (let place = 0; place < nodes.length; place++) {
    if (nodes[place].resourceType !== 'test') continue;
    const read = parentsOf(nodes[place], numbers[place], graph);
    if (read.length === 1) held[place] = below(read[0]);
    if (read.length < 2 || read.some(isWall)) continue;
    const parents = lowest(read, graph);
    const candidates = parents.length === 1 ? below(parents[0]) : null;
    if (candidates !== null && candidates.length < 2) held[place] = candidates;
    else many.push({ place, parents, candidates });
  }
  for (const [place, found] of firstBelowAll(many, waits, { graph, chosen })) held[place] = found;
  const waiting: number[] = [];
  const tests: number[] = [];
  for (let test = 0; test < held.length; test++) {
    for (const place of held[test] ?? []) {
      waiting.push(place);
      tests.push(test);
    }
  }
  return withEdges(waits, waiting, tests);
}

/** What a test reads; nothing when it reads something that the graph does not know. */
function parentsOf(test: GraphNode, number: number, { parents }: Graph): readonly number[] {
  const known: number[] = [];
  for (let at = parents.starts[number]; at < parents.starts[number + 1]; at++) known.push(parents.targets[at]);
  const named = test.resourceType === 'test' ? test.dependsOn.nodes : [];
  return named.length === known.length || new Set(named).size === known.length ? known : [];
}

/** Without those that another one of them is made from. */
function lowest(numbers: readonly number[], { parents: { starts, targets } }: Graph): readonly number[] {
  const above = new Set<number>();
  for (const number of numbers) {
    for (let at = starts[number]; at < starts[number + 1]; at++) above.add(targets[at]);
  }
  return numbers.filter((number) => !above.has(number));
}

/** Places of the planned nodes below a node of the graph with no other planned node between; those held by none are left out. */
function nodesBelow(waits: Neighbours, graph: Graph, chosen: Chosen): (number: number) => readonly number[] {
  const { actions, places } = chosen;
  const waiters = reversed(waits);
  const known = new Array<readonly number[] | undefined>(places.length);
  const collect = nearest(graph.children, plannedKinds(chosen, isHeldByNone));
  const find = (number: number): readonly number[] => {
    const place = places[number];
    const found: number[] = [];
    if (place < 0) {
      collect(number, found);
      return found.map((below) => places[below]);
    }
    for (let at = waiters.starts[place]; at < waiters.starts[place + 1]; at++) {
      const waiter = waiters.targets[at];
      if (!isHeldByNone(actions[waiter])) found.push(waiter);
    }
    return found;
  };
  return (number) => {
    const found = known[number] ?? find(number);
    known[number] = found;
    return found;
  };
}
