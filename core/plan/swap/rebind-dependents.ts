/**
 * The swap where views follow the relation and not its name: old and new relation change names, then each view that read
 * the old one is defined anew over the new one and stays what it is. All locks are asked for first, in one message that
 * does the whole work when all goes well, so that readers wait for as little as possible.
 */
import type { Dependent } from '../../adapter/introspector.js';
import type { NodeFacts } from '../materializations/node-facts.js';
import type { PlanPart } from '../steps.js';
import { warnOfDropped } from './dependents.js';
import { followOneByOne } from './follow-one-by-one.js';
import { type PreparedSwap, prepareSwap, renames, type Swap } from './prepare-swap.js';
import { dropSql } from './relation-words.js';
import { type LockedWork, whenUnlocked } from './wait-for-lock.js';

export function* rebindDependents(facts: NodeFacts, swap: Swap): PlanPart<void> {
  let doomed: readonly Dependent[] = [];
  const { failed } = yield* whenUnlocked(facts, function* () {
    const prepared = yield* prepareSwap(facts, swap);
    ({ doomed } = prepared);
    return wholeSwap(facts, prepared);
  });
  if (failed === null) yield* warnOfDropped(facts, doomed);
  else yield* followOneByOne(facts, swap);
}

function wholeSwap(facts: NodeFacts, swap: PreparedSwap): LockedWork {
  const { old, built, target, aside, readers, kept } = swap;
  return {
    statements: [
      ...renames(facts, swap, readers),
      ...[...readers].reverse().flatMap(({ rebind }) => rebind?.replace ?? []),
      dropSql(facts, aside),
      ...kept.after,
    ],
    relations: [old, ...readers],
    prospect: { needs: 'what they read', readers, after: built },
    effect: [
      { kind: 'dropped', relation: old },
      { kind: 'renamed', relation: built, renamedTo: target },
    ],
  };
}
