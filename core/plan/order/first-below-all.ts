/**
 * Part of stage 6: the first planned nodes below all that a test reads. Thirty-two tests are answered by one pass over
 * the graph, each by a bit of its own, so that many tests of several models cost no walk each.
 */
import { partOf } from '../../graph/edges.js';
import type { Graph, Neighbours } from '../../graph/graph.js';
import { orderOf } from '../../graph/topology.js';
import { type Chosen, isHeldByNone } from './chosen.js';

/** A test that reads several nodes, by its place in the plan. */
export interface ManyParents {
  readonly place: number;
  /** Numbers in the graph. A node above another one of them is left out: what lies below that lies below both. */
  readonly parents: readonly number[];
  /** Places among which those wanted are; null when nothing is known. */
  readonly candidates: readonly number[] | null;
}

const BITS = 32;

/**
 * By the place of a test: the places of the planned nodes below all of its parents, without those that wait for another
 * of them anyway. Nothing is built from a test, and nothing from what is not run, so ways lead through neither.
 */
export function firstBelowAll(
  tests: readonly ManyParents[],
  waits: Neighbours,
  { graph, chosen }: { readonly graph: Graph; readonly chosen: Chosen },
): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  if (tests.length === 0) return found;
  const ranked = rankedGraph(graph, chosen);
  const spans = tests.map((test) => spanOf(test, ranked, chosen));
  // A pass is as long as the longest of its tests and is repeated for each further parent: like goes with like.
  spans.sort((a, b) => a.parents.length - b.parents.length || a.from - b.from || a.to - b.to);
  const marks = { reached: new Uint32Array(ranked.places.length), common: new Uint32Array(ranked.places.length) };
  for (let start = 0; start < spans.length; start += BITS) {
    const block = spans.slice(start, start + BITS);
    const from = block.reduce((least, span) => Math.min(least, span.from), ranked.places.length);
    const to = block.reduce((most, span) => Math.max(most, span.to), 0);
    markCommon(block, ranked.parents, { ...marks, from, to });
    readFirst(block, { ...marks, from, to, waits, ranked }, found);
  }
  return found;
}

/** What ways lead through, numbered so that parents come before children. */
interface RankedGraph {
  /** By number in the graph, and by place in the plan. */
  readonly ranks: Int32Array;
  readonly ranksOfPlaces: Int32Array;
  /** By rank: the place in the plan, -1 for what is not planned. */
  readonly places: Int32Array;
  /** By rank. */
  readonly parents: Neighbours;
}

function rankedGraph(graph: Graph, { numbers, places, actions }: Chosen): RankedGraph {
  const isWay = (number: number) => places[number] < 0 || !isHeldByNone(actions[places[number]]);
  const order = orderOf(graph).order.filter(isWay);
  const ranks = new Int32Array(graph.ids.length).fill(-1);
  for (let rank = 0; rank < order.length; rank++) ranks[order[rank]] = rank;
  return {
    ranks,
    ranksOfPlaces: Int32Array.from(numbers, (number) => ranks[number]),
    places: Int32Array.from(order, (number) => places[number]),
    parents: partOf(graph, order).parents,
  };
}

/** A test by the ranks of its parents, and between which ranks its answer is found. */
interface Span {
  readonly place: number;
  readonly parents: readonly number[];
  readonly from: number;
  readonly to: number;
}

function spanOf({ place, parents, candidates }: ManyParents, { ranks, places }: RankedGraph, chosen: Chosen): Span {
  const own = parents.map((number) => ranks[number]);
  const last = candidates?.reduce((most, each) => Math.max(most, ranks[chosen.numbers[each]]), 0) ?? places.length - 1;
  return { place, parents: own, from: Math.min(...own), to: last + 1 };
}

/** All by rank. */
interface Marks {
  readonly from: number;
  readonly to: number;
  /** A bit for each test of which the parent in question is the node or lies above it. */
  readonly reached: Uint32Array;
  /** A bit for each test of which all parents lie above the node. */
  readonly common: Uint32Array;
}

/** One pass down the graph for the first parents of the tests, one for the second ... */
function markCommon(
  block: readonly Span[],
  { starts, targets }: Neighbours,
  { from, to, reached, common }: Marks,
): void {
  const most = block.reduce((count, { parents }) => Math.max(count, parents.length), 0);
  for (let nth = 0; nth < most; nth++) {
    reached.fill(0, from, to);
    let without = 0;
    for (let bit = 0; bit < block.length; bit++) {
      if (nth < block[bit].parents.length) reached[block[bit].parents[nth]] |= 1 << bit;
      else without |= 1 << bit;
    }
    for (let rank = from; rank < to; rank++) {
      let above = 0;
      for (let at = starts[rank]; at < starts[rank + 1]; at++) if (targets[at] >= from) above |= reached[targets[at]];
      common[rank] = nth === 0 ? above : common[rank] & (above | without);
      reached[rank] |= above;
    }
  }
}

interface Reading extends Marks {
  readonly waits: Neighbours;
  readonly ranked: RankedGraph;
}

function readFirst(
  block: readonly Span[],
  { from, to, common, waits, ranked }: Reading,
  found: Map<number, number[]>,
): void {
  const { places, ranksOfPlaces } = ranked;
  for (let rank = from; rank < to; rank++) {
    const place = places[rank];
    let first = place < 0 ? 0 : common[rank];
    for (let at = waits.starts[place]; first !== 0 && at < waits.starts[place + 1]; at++) {
      const parent = ranksOfPlaces[waits.targets[at]];
      if (parent >= from) first &= ~common[parent];
    }
    for (; first !== 0; first &= first - 1) {
      const test = block[31 - Math.clz32(first & -first)].place;
      const known = found.get(test);
      if (known === undefined) found.set(test, [place]);
      else known.push(place);
    }
  }
}
