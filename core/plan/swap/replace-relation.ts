/**
 * Takes the old relation away and puts the new one in its place, inside the transaction that built the new one: readers
 * see the old relation until the commit. Nothing is dropped by cascade; what hangs on the old relation comes back or
 * the node fails and names it.
 */
import type { Dependent } from '../../adapter/introspector.js';
import type { Relation, RelationType } from '../../resources/relation.js';
import type { NodeFacts } from '../materializations/node-facts.js';
import { planError } from '../plan-error.js';
import { askDependents, attempt, type PlanPart, run } from '../steps.js';

/** Longest wait for the locks of a swap: a rename that waits behind a long reader makes all later readers wait too. */
const LOCK_TIMEOUT_MS = 10_000;

const dropWords: Readonly<Record<RelationType, string | null>> = {
  table: 'table',
  view: 'view',
  materialized_view: 'materialized view',
  external: null,
  cte: null,
};

/** The new relation, finished under a temporary name, takes the target's place. */
export function* swapIn(facts: NodeFacts, built: Relation): PlanPart<void> {
  const { dialect } = facts;
  const target = { ...facts.target, type: built.type };
  yield* replaceOld(facts, function* () {
    const name = dialect.renderRelation({ ...target, database: null, schema: null });
    yield* run(`alter table ${dialect.renderRelation(built)} rename to ${name}`, {
      kind: 'renamed',
      relation: built,
      renamedTo: target,
    });
  });
}

/** Drops the relation that stands under the target's name, lets `create` make the new one, and brings dependents back. */
export function* replaceOld<T>(facts: NodeFacts, create: () => PlanPart<T>): PlanPart<T> {
  const { dialect, target, state } = facts;
  if (state.presence !== 'present') return yield* create();
  const old = { ...target, type: state.type };
  const word = dropWords[state.type];
  if (word === null) throw wrongType(facts, state.type);
  const dependents = facts.capabilities.dependentsFollowIdentity ? yield* askDependents(old) : [];
  refuseBlocking(facts, dependents);
  yield* limitLockWait(facts);
  yield { kind: 'assert', relation: old, expected: state };
  for (const dependent of dependents) yield* dropDependent(facts, dependent);
  yield* run(`drop ${word} ${dialect.renderRelation(old)}`, { kind: 'dropped', relation: old });
  const created = yield* create();
  for (const dependent of [...dependents].reverse()) yield* recreate(facts, dependent);
  return created;
}

/** Before the first lock that readers could wait for. */
export function* limitLockWait({ dialect }: NodeFacts): PlanPart<void> {
  if (dialect.lockTimeout !== undefined) yield* run(dialect.lockTimeout(LOCK_TIMEOUT_MS));
}

/** The error for a relation that tsdbt does not replace. */
export function wrongType(facts: NodeFacts, found: string): Error {
  const name = facts.dialect.renderRelation(facts.target);
  return planError(
    facts.node,
    'TSDBT_RELATION_WRONG_TYPE',
    `${name} is a relation of type ${found}; ${facts.node.uniqueId} does not replace it.`,
    'Drop or rename it, or change the alias of the node.',
  );
}

/**
 * Dropped outermost first: a view is locked before what it reads, so its readers cannot deadlock with the swap. Another
 * node of the run that shares the dependent may have dropped it since it was asked for.
 */
function* dropDependent(facts: NodeFacts, dependent: Dependent): PlanPart<void> {
  const relation = dependentRelation(facts, dependent);
  const word = dependent.kind === 'materialized_view' ? 'materialized view' : 'view';
  yield* run(`drop ${word} if exists ${facts.dialect.renderRelation(relation)}`, { kind: 'dropped', relation });
}

function* recreate(facts: NodeFacts, dependent: Dependent): PlanPart<void> {
  const later = facts.rebuiltLater(dependent);
  if (dependent.recreate === null) return;
  const relation = dependentRelation(facts, dependent);
  const { failed } = yield* attempt(dependent.recreate.join(';\n'), { effect: { kind: 'created', relation } });
  if (failed === null || later !== null) return;
  throw blocks(facts, dependent, `it cannot be re-created over the new columns: ${failed.message}`);
}

/** What cannot be dropped and brought back stops the node before anything changes, unless this run builds it anew anyway. */
function refuseBlocking(facts: NodeFacts, dependents: readonly Dependent[]): void {
  for (const dependent of dependents) {
    const isView = dependent.kind === 'view' || dependent.kind === 'materialized_view';
    if (!isView) throw blocks(facts, dependent, `it is a ${dependent.kind}, which tsdbt does not drop and re-create`);
    if (dependent.recreate === null && facts.rebuiltLater(dependent) === null) {
      throw blocks(facts, dependent, 'its definition, owner or grants cannot be restored by this user');
    }
  }
}

function blocks(facts: NodeFacts, dependent: Dependent, reason: string): Error {
  const name = facts.dialect.renderRelation(dependentRelation(facts, dependent));
  const target = facts.dialect.renderRelation(facts.target);
  return planError(
    facts.node,
    'TSDBT_DEPENDENT_BLOCKS',
    `${target} was not replaced because ${name} depends on it: ${reason}.`,
    `Drop ${name} yourself, or make it a model of this run.`,
  );
}

function dependentRelation(facts: NodeFacts, dependent: Dependent): Relation {
  const { database, schema, identifier, kind } = dependent;
  const quoting = { database: true, schema: true, identifier: true };
  const type = kind === 'materialized_view' ? 'materialized_view' : 'view';
  return { database: database ?? facts.target.database, schema, identifier, type, quoting };
}
