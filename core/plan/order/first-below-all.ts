/**
 * Part of stage 6: the first planned nodes below all that a test reads. Thirty-two tests are answered by one pass over
 * the graph, each by a bit of its own, so that many tests of several models cost no walk each.
 */
import type { Graph, Neighbours } from '../../graph/graph.js';
import { orderOf } from '../../graph/topology.js';
import { type Chosen, isHeldByNone } from './chosen.js';

/** A test that reads several nodes, by its place in the plan. */
export interface ManyParents {
  readonly place: number;
  /** Numbers in the graph. */
  readonly parents: Uint32Array;
}

interface Search {
  readonly graph: Graph;
  readonly chosen: Chosen;
}

const BITS = 32;

/**
 * By the place of a test: the places of the planned nodes below all of its parents, without those that wait for another
 * of them anyway. Nothing is built from a test, and nothing from what is not run, so ways lead through neither.
 */
export function firstBelowAll(tests: readonly ManyParents[], waits: Neighbours, search: Search): Map<number, number[]> {
  const found = new Map<number, number[]>();
  const { graph, chosen } = search;
  const isWall = (number: number) => chosen.places[number] >= 0 && isHeldByNone(chosen.actions[chosen.places[number]]);
  const asked = tests.filter(({ parents }) => !parents.some(isWall));
  if (asked.length === 0) return found;
  const order = orderOf(graph).order.filter((number) => !isWall(number));
  const ranks = new Uint32Array(graph.ids.length);
  for (let rank = 0; rank < order.length; rank++) ranks[order[rank]] = rank;
  const firstRank = ({ parents }: ManyParents) =>
    parents.reduce((least, number) => Math.min(least, ranks[number]), order.length);
  // A pass begins at the first of its parents and is repeated for each further one: like goes with like.
  const sorted = asked
    .map((test) => ({ test, from: firstRank(test) }))
    .sort((a, b) => a.test.parents.length - b.test.parents.length || a.from - b.from);
  const passes = { order, reached: new Uint32Array(graph.ids.length), common: new Uint32Array(graph.ids.length) };
  for (let start = 0; start < sorted.length; start += BITS) {
    const block = sorted.slice(start, start + BITS).map(({ test }) => test);
    const from = Math.min(...sorted.slice(start, start + BITS).map((each) => each.from));
    markCommon(block, graph, { ...passes, from });
    readFirst(block, { waits, chosen, ...passes, from }, found);
  }
  return found;
}

interface Passes {
  /** What ways lead through, parents first. */
  readonly order: Uint32Array;
  /** Where in it the pass begins. */
  readonly from: number;
  /** By number: a bit for each test of which the parent in question is the node or lies above it. */
  readonly reached: Uint32Array;
  /** By number: a bit for each test of which all parents lie above the node. */
  readonly common: Uint32Array;
}

/** One pass down the graph for the first parents of the tests, one for the second ... */
function markCommon(block: readonly ManyParents[], { parents }: Graph, { order, from, reached, common }: Passes): void {
  common.fill(0);
  const most = block.reduce((count, test) => Math.max(count, test.parents.length), 0);
  for (let nth = 0; nth < most; nth++) {
    reached.fill(0);
    let without = 0;
    for (let bit = 0; bit < block.length; bit++) {
      if (nth < block[bit].parents.length) reached[block[bit].parents[nth]] |= 1 << bit;
      else without |= 1 << bit;
    }
    for (let rank = from; rank < order.length; rank++) {
      const number = order[rank];
      let above = 0;
      for (let at = parents.starts[number]; at < parents.starts[number + 1]; at++)
        above |= reached[parents.targets[at]];
      common[number] = nth === 0 ? above : common[number] & (above | without);
      reached[number] |= above;
    }
  }
}

function readFirst(
  block: readonly ManyParents[],
  { order, from, common, waits, chosen }: Passes & { readonly waits: Neighbours; readonly chosen: Chosen },
  found: Map<number, number[]>,
): void {
  const { numbers, places } = chosen;
  for (let rank = from; rank < order.length; rank++) {
    const number = order[rank];
    const place = places[number];
    let first = place < 0 ? 0 : common[number];
    for (let at = waits.starts[place]; first !== 0 && at < waits.starts[place + 1]; at++) {
      first &= ~common[numbers[waits.targets[at]]];
    }
    for (; first !== 0; first &= first - 1) {
      const test = block[31 - Math.clz32(first & -first)].place;
      const known = found.get(test);
      if (known === undefined) found.set(test, [place]);
      else known.push(place);
    }
  }
}
