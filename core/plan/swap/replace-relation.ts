/**
 * Puts a relation that was finished under a temporary name in the place of the old one, inside the transaction that
 * built it: readers see the old one until the commit. Nothing is dropped by cascade; what hangs on the old relation reads
 * the new one afterwards, or the node fails and names it.
 */
import type { HandMade } from '../../adapter/introspector.js';
import type { Relation } from '../../resources/relation.js';
import type { NodeFacts } from '../materializations/node-facts.js';
import { askLockHolders, attempt, type PlanPart, run, runBrief } from '../steps.js';
import { giveAfter, keepSettings, settingsFor } from './keep-settings.js';
import { withReadersWhole } from './named-readers.js';
import { rebindDependents } from './rebind-dependents.js';
import { dropSql, renameSql } from './relation-words.js';
import { isLocked, stillLocked } from './wait-for-lock.js';

/** The new relation takes the place of the one that stands under the target's name. */
export function* swapIn(facts: NodeFacts, built: Relation): PlanPart<void> {
  const { state } = facts;
  const target = { ...facts.target, type: built.type };
  if (state.presence === 'present' && facts.capabilities.dependentsFollowIdentity) {
    const old = { ...facts.target, type: state.type };
    yield* holdDefinition(facts, old);
    yield { kind: 'assert', relation: old, expected: state };
    const kept = yield* keepSettings(facts, old, built);
    yield* rebindDependents(facts, { old, built, target, kept });
    return;
  }
  yield* withReadersWhole(facts, takePlace(facts, built, target));
}

function* takePlace(facts: NodeFacts, built: Relation, target: Relation): PlanPart<void> {
  const settings = yield* dropOld(facts);
  yield* run(renameSql(facts, built, target), { kind: 'renamed', relation: built, renamedTo: target });
  yield* giveAfter(facts, settings);
}

/**
 * Where views follow names, the old relation just goes, in the transaction that makes the new one. Answers what the new
 * one is to be given when it has its name.
 */
export function* dropOld(facts: NodeFacts): PlanPart<readonly HandMade[]> {
  const { state, target } = facts;
  if (state.presence !== 'present') return [];
  const old = { ...target, type: state.type };
  const drop = dropSql(facts, old);
  yield { kind: 'assert', relation: old, expected: state };
  const settings = yield* settingsFor(facts, old);
  // A table gives its pages back one by one.
  yield* (old.type === 'view' ? runBrief : run)(drop, { kind: 'dropped', relation: old });
  return settings;
}

/**
 * Before the swap asks for its lock: nobody changes the table's definition any more, a vacuum of it gives way, and
 * readers and writers go on. Without the right to lock the table, the swap's own lock has to do.
 */
function* holdDefinition(facts: NodeFacts, old: Relation): PlanPart<void> {
  const { holdDefinition: hold, lockTimeout } = facts.dialect;
  if (old.type !== 'table' || hold === undefined || lockTimeout === undefined) return;
  const limit = Math.max(1, facts.options.lockTimeoutMs);
  const { failed } = yield* attempt([lockTimeout(limit), hold(old), lockTimeout(null)].join(';\n'));
  if (isLocked(failed)) throw stillLocked(facts, [old], yield* askLockHolders([old]));
}
