/** Part of stage 6: the nodes of a plan by number, as its order is worked out without texts. */
import { FOUND, THROUGH, WALL } from '../../graph/nearest.js';
import type { GraphNode } from '../../resources/node.js';
import type { NodeAction } from '../run-plan.js';

/** What is planned, by its place in the plan. */
export interface Chosen {
  readonly nodes: readonly GraphNode[];
  readonly actions: readonly NodeAction[];
  /** The number of each in the graph. */
  readonly numbers: readonly number[];
  /** By number in the graph: the place in the plan, -1 for what is not planned. */
  readonly places: Int32Array;
}

/** Whether no test holds it back: tests, and what is not run. */
export function isHeldByNone(action: NodeAction): boolean {
  return action === 'test' || action === 'none';
}

/** By number in the graph: walks end at what is planned, or do not pass where it is held back by no test. */
export function plannedKinds(
  { actions, numbers, places }: Chosen,
  wallsOff: (action: NodeAction) => boolean,
): Uint8Array {
  const kinds = new Uint8Array(places.length).fill(THROUGH);
  for (let place = 0; place < numbers.length; place++) kinds[numbers[place]] = wallsOff(actions[place]) ? WALL : FOUND;
  return kinds;
}
