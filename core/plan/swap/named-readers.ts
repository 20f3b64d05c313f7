/**
 * Where views follow names, a view on a replaced or changed relation reads the new one without any work, unless a column that
 * it reads is gone: then the node fails and names it. A view that could not be read before stops nothing.
 */
import type { Dependent } from '../../adapter/introspector.js';
import type { Relation } from '../../resources/relation.js';
import type { NodeFacts } from '../materializations/node-facts.js';
import { askDependents, attempt, type PlanPart, run } from '../steps.js';
import { type BlockedWork, blocks, dependentRelation, dropsOf, warnOfDropped } from './dependents.js';

/** Does the work and looks at the views on the relation before and after it. Where views follow identity the database does. */
export function* withReadersWhole<T>(
  facts: NodeFacts,
  work: PlanPart<T>,
  blocked: BlockedWork = 'replaced',
): PlanPart<T> {
  const { state, target, capabilities } = facts;
  if (state.presence !== 'present' || capabilities.dependentsFollowIdentity) return yield* work;
  const whole = yield* wholeReaders(facts, { ...target, type: state.type });
  const result = yield* work;
  const broken: { readonly reader: Dependent; readonly problem: string }[] = [];
  for (const reader of whole) {
    const problem = yield* problemOf(facts, reader);
    if (problem !== null) broken.push({ reader, problem });
  }
  const innermost = broken.at(-1);
  if (innermost === undefined) return result;
  if (!facts.options.allowDropDependents) {
    throw blocks(facts, innermost.reader, `it could no longer be read: ${innermost.problem}`, blocked);
  }
  const gone = broken.map(({ reader }) => reader);
  for (const statement of dropsOf(gone)) yield* run(statement);
  yield* warnOfDropped(facts, gone);
  return result;
}

/** A view that this run builds later may be broken until then. */
function* wholeReaders(facts: NodeFacts, old: Relation): PlanPart<readonly Dependent[]> {
  const whole: Dependent[] = [];
  for (const reader of yield* askDependents(old)) {
    if (facts.rebuiltLater(reader) === null && (yield* problemOf(facts, reader)) === null) whole.push(reader);
  }
  return whole;
}

/** Why the view cannot be read; reading nothing of it finds out. */
function* problemOf(facts: NodeFacts, reader: Dependent): PlanPart<string | null> {
  const { failed } = yield* attempt(
    `select * from ${facts.dialect.renderRelation(dependentRelation(facts, reader))} limit 0`,
    { prospect: { needs: 'to be readable', reader, relation: facts.target } },
  );
  return failed?.message ?? null;
}
