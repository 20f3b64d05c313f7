/**
 * The swap when not every view can just be defined anew over the new relation: each is tried by itself. One that this run
 * builds anyway may go on reading the old relation, which stays under a temporary name until nothing reads it any more.
 */
import type { Dependent } from '../../adapter/introspector.js';
import type { NodeFacts } from '../materializations/node-facts.js';
import type { Prospect } from '../node-plan.js';
import { planError } from '../plan-error.js';
import { attempt, type PlanPart, run } from '../steps.js';
import {
  blocks,
  cannotBeRestored,
  cannotComeBack,
  dependentKey,
  dependentName,
  dropsOf,
  warnOfDropped,
  withAllOn,
} from './dependents.js';
import { type PreparedSwap, prepareSwap, renames, type Swap } from './prepare-swap.js';
import { dropSql } from './relation-words.js';
import { whenUnlocked } from './wait-for-lock.js';

export function* followOneByOne(facts: NodeFacts, swap: Swap): PlanPart<void> {
  const { old, built, target } = swap;
  let prepared = yield* prepareSwap(facts, swap);
  const { failed } = yield* whenUnlocked(facts, function* () {
    prepared = yield* prepareSwap(facts, swap);
    // All at once, as readers of outer views would otherwise wait for us while we wait for them.
    const views = prepared.dependents.filter(({ rebind }) => rebind !== null);
    return {
      statements: renames(facts, prepared, views),
      relations: [old, ...views],
      effect: [
        { kind: 'renamed', relation: old, renamedTo: prepared.aside },
        { kind: 'renamed', relation: built, renamedTo: target },
      ],
    };
  });
  if (failed !== null) throw planError(facts.node, 'TSDBT_DATABASE_ERROR', failed.message, failed.hint ?? undefined);
  yield* follow(facts, prepared);
}

function* follow(facts: NodeFacts, swap: PreparedSwap): PlanPart<void> {
  const { aside, kept } = swap;
  const gone: Dependent[] = [...swap.doomed];
  const staying: Dependent[] = [];
  for (const reader of [...swap.readers].reverse()) {
    const isGone = gone.some((each) => dependentKey(each) === dependentKey(reader));
    if (isGone || (yield* isRebound(swap, reader))) continue;
    const refusal = yield* makeAnew(facts, swap, reader);
    if (refusal === null) continue;
    if (facts.rebuiltLater(reader) !== null) staying.push(reader);
    else if (facts.options.allowDropDependents) gone.push(...(yield* dropWithAllOn(facts, reader)));
    else throw blocks(facts, refusal.blocking, refusal.reason);
  }
  if (staying.length === 0) yield* run(dropSql(facts, aside), { kind: 'dropped', relation: aside });
  else {
    for (const statement of kept.aside) yield* run(statement);
    yield { kind: 'left-behind', relation: aside, readers: staying.map((reader) => dependentName(facts, reader)) };
  }
  for (const statement of kept.after) yield* run(statement);
  yield* warnOfDropped(facts, gone);
}

function* isRebound(swap: PreparedSwap, reader: Dependent): PlanPart<boolean> {
  if (reader.rebind === null) return false;
  const { failed } = yield* attempt(reader.rebind.replace, { prospect: prospectOf(swap, reader) });
  return failed === null;
}

function prospectOf({ target }: PreparedSwap, reader: Dependent): Prospect {
  return { needs: 'what they read', readers: [reader], after: target };
}

interface Refusal {
  /** The view itself, or what rests on it and cannot be brought back. */
  readonly blocking: Dependent;
  readonly reason: string;
}

/** Drops the view with all views on it and creates them again. Null when that went well, else why not; then nothing has changed. */
function* makeAnew(facts: NodeFacts, swap: PreparedSwap, reader: Dependent): PlanPart<Refusal | null> {
  // By now the old relation's other name stands in their definitions, so those from before count.
  const tree = yield* withAllOn(facts, reader);
  const known = new Map(swap.dependents.map((dependent) => [dependentKey(dependent), dependent.recreate]));
  const textsOf = (dependent: Dependent) => known.get(dependentKey(dependent)) ?? null;
  const stuck = tree.find((dependent) => textsOf(dependent) === null);
  if (stuck !== undefined) return { blocking: stuck, reason: cannotBeRestored(stuck) };
  const recreate = [...tree].reverse().flatMap((dependent) => textsOf(dependent) ?? []);
  const statements = [...dropsOf(tree), ...recreate].join(';\n');
  const { failed } = yield* attempt(statements, { prospect: prospectOf(swap, reader) });
  return failed === null ? null : { blocking: reader, reason: cannotComeBack(failed.message) };
}

function* dropWithAllOn(facts: NodeFacts, reader: Dependent): PlanPart<readonly Dependent[]> {
  const tree = yield* withAllOn(facts, reader);
  yield* run(dropsOf(tree).join(';\n'));
  return tree;
}
