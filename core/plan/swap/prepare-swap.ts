/** What a swap works with where views follow the relation: names, and all that hangs on the old relation. Changes nothing. */
import type { Dependent } from '../../adapter/introspector.js';
import type { Relation } from '../../resources/relation.js';
import type { NodeFacts } from '../materializations/node-facts.js';
import { askDependents, type PlanPart } from '../steps.js';
import { dropsOf, locksOf, refuseBlocking, withAllOn } from './dependents.js';
import type { KeptSettings } from './keep-settings.js';
import { renameSql } from './relation-words.js';
import { temporaryRelation } from './temporary-name.js';

export interface Swap {
  readonly old: Relation;
  /** The finished relation under its temporary name. */
  readonly built: Relation;
  readonly target: Relation;
  /** Of what people set on the old relation, the rest that the new one is still to get. */
  readonly kept: KeptSettings;
}

/** A swap with all that is known of what hangs on the old relation. */
export interface PreparedSwap extends Swap {
  /** The name of the old relation for as long as something reads it. */
  readonly aside: Relation;
  /** Outermost first. */
  readonly dependents: readonly Dependent[];
  /** Views that read the relation itself. */
  readonly readers: readonly Dependent[];
  /** What the user allowed to drop because it cannot be kept, in the order to do so. */
  readonly doomed: readonly Dependent[];
}

/** Looks at what depends on the old relation, and refuses what can neither stay nor go. */
export function* prepareSwap(facts: NodeFacts, swap: Swap): PlanPart<PreparedSwap> {
  const { invocationId, capabilities } = facts;
  const aside = temporaryRelation(facts.target, 'old', invocationId, capabilities.identifierBytes);
  const dependents = yield* askDependents(swap.old);
  const direct = dependents.filter(({ isDirect }) => isDirect);
  refuseBlocking(facts, direct);
  const readers = direct.filter(({ kind }) => kind === 'view');
  const doomed: Dependent[] = [];
  for (const other of direct) if (other.kind !== 'view') doomed.push(...(yield* withAllOn(facts, other)));
  return { ...swap, aside: { ...aside, type: swap.old.type }, dependents, readers, doomed };
}

/** Locks of views come before that of what they read, as readers take them. */
export function renames(facts: NodeFacts, swap: PreparedSwap, locked: readonly Dependent[]): readonly string[] {
  return [
    ...locksOf(locked),
    ...dropsOf(swap.doomed),
    renameSql(facts, swap.old, swap.aside),
    renameSql(facts, swap.built, swap.target),
  ];
}
