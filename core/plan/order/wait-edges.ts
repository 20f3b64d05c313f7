/**
 * Part of stage 6: which planned nodes each planned node waits for. Edges lead through nodes that are not planned
 * (as in dbt), so the order of the whole project holds for every selection.
 */
import { reversed } from '../../graph/edges.js';
import type { Graph, Neighbours } from '../../graph/graph.js';
import { nearest } from '../../graph/nearest.js';
import { orderOf } from '../../graph/topology.js';
import { type Chosen, plannedKinds } from './chosen.js';

/** By place in the plan: the places of the nearest planned ancestors. */
export function waitEdges({ parents }: Graph, chosen: Chosen): Neighbours {
  const { numbers, places } = chosen;
  const collect = nearest(
    parents,
    plannedKinds(chosen, () => false),
  );
  const starts = new Uint32Array(numbers.length + 1);
  const targets: number[] = [];
  for (let place = 0; place < numbers.length; place++) {
    collect(numbers[place], targets);
    starts[place + 1] = targets.length;
  }
  return { starts, targets: Uint32Array.from(targets, (number) => places[number]) };
}

/** Longest way from each node to a node that nothing waits for. */
export function depthsToLeaf(waits: Neighbours): Uint32Array {
  return orderOf({ parents: reversed(waits), children: waits }).depth;
}
