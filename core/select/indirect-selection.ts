/**
 * Tests follow the nodes that they test. `eager` takes a test when one of its parents is chosen, the other modes hold
 * tests back until more parents are there: those held back are asked again after each union, intersection, difference.
 */
import { reach } from '../graph/walk.js';
import { type NodeIndex, type NodeSet, neighboursOf, numbersIn, union } from './node-index.js';
import type { IndirectSelection } from './selection.js';

/** Chosen nodes, and the tests that touch them but wait for other parents; null when no test does. */
export interface PartialSelection {
  readonly direct: NodeSet;
  readonly heldBack: NodeSet | null;
}

/** Adds the tests of the chosen nodes. */
export function addTests(chosen: NodeSet, index: NodeIndex, mode: IndirectSelection): PartialSelection {
  if (mode === 'empty') return { direct: chosen, heldBack: null };
  const direct = chosen.slice();
  let heldBack: NodeSet | null = null;
  const present = presentParents(chosen, index, mode);
  for (const number of numbersIn(chosen)) {
    for (const child of neighboursOf(index.children, number)) {
      if (index.isTest[child] === 0 || chosen[child] === 1) continue;
      if (mode === 'eager' || hasAllParents(child, present, index)) direct[child] = 1;
      else {
        heldBack ??= new Uint8Array(chosen.length);
        heldBack[child] = 1;
      }
    }
  }
  return { direct, heldBack };
}

/** Asks the tests that were held back again, now that selections have been combined. */
export function releaseTests(
  { direct: chosen, heldBack }: PartialSelection,
  index: NodeIndex,
  mode: IndirectSelection,
): PartialSelection {
  if (heldBack === null || mode === 'empty' || mode === 'eager') return { direct: chosen, heldBack };
  const present = presentParents(chosen, index, mode);
  const direct = chosen.slice();
  for (const number of numbersIn(heldBack)) if (hasAllParents(number, present, index)) direct[number] = 1;
  return { direct, heldBack };
}

/** Buildable lets a test lean on what the chosen nodes were built from, and on sources. */
function presentParents(chosen: NodeSet, { parents, isSource }: NodeIndex, mode: IndirectSelection): NodeSet {
  return mode === 'buildable' ? union(union(chosen, reach(parents, numbersIn(chosen), null)), isSource) : chosen;
}

function hasAllParents(number: number, present: NodeSet, { parents }: NodeIndex): boolean {
  return neighboursOf(parents, number).every((parent) => present[parent] === 1);
}
