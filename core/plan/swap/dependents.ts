/**
 * What hangs on a relation that is about to change or go: whether it can be kept, dropped and brought back, and the error
 * that names it when not. Nothing here cascades.
 */
import type { Dependent } from '../../adapter/introspector.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Relation } from '../../resources/relation.js';
import type { NodeFacts } from '../materializations/node-facts.js';
import { planError } from '../plan-error.js';
import { askDependents, attempt, type PlanPart, warn } from '../steps.js';
import { whenUnlocked } from './wait-for-lock.js';

/**
 * Does work on a relation that views on it would forbid (dropping or retyping a column): they are dropped, outermost
 * first, and brought back after it, in one transaction. A view that cannot come back over the changed relation
 * is an error, unless --allow-drop-dependents lets it go.
 */
export function* withDependentsAside<T>(facts: NodeFacts, relation: Relation, work: () => PlanPart<T>): PlanPart<T> {
  if (!facts.capabilities.dependentsFollowIdentity) return yield* work();
  let views: readonly Dependent[] = [];
  const { failed } = yield* whenUnlocked(facts, function* () {
    views = (yield* askDependents(relation)).filter(({ recreate }) => recreate !== null);
    return { statements: [...locksOf(views), ...dropsOf(views)], relations: [relation, ...views] };
  });
  if (failed !== null) throw refused(facts, failed.detail ?? failed.message);
  const result = yield* work();
  const gone: Dependent[] = [];
  for (const view of [...views].reverse()) {
    const prospect = { needs: 'what they read', readers: [view], after: relation } as const;
    const again = yield* attempt((view.recreate ?? []).join(';\n'), { prospect });
    if (again.failed === null) continue;
    if (!facts.options.allowDropDependents) throw blocks(facts, view, cannotComeBack(again.failed.message), 'changed');
    gone.push(view);
  }
  yield* warnOfDropped(facts, gone);
  return result;
}

/** The dependent and, before it, all that rests on it, outermost first. */
export function* withAllOn(facts: NodeFacts, dependent: Dependent): PlanPart<readonly Dependent[]> {
  if (!isView(dependent)) return [dependent];
  const tree = [...(yield* askDependents(dependentRelation(facts, dependent))), dependent];
  const stuck = tree.find(({ drop }) => drop === null);
  if (stuck !== undefined) throw blocks(facts, stuck, `it is ${article(stuck)}, which tsdbt does not drop`);
  return tree;
}

/** Locks of views, and the check that they are what they were when they were read. */
export function locksOf(dependents: readonly Dependent[]): readonly string[] {
  return dependents.flatMap(({ rebind }) => rebind?.lock ?? []);
}

export function dropsOf(dependents: readonly Dependent[]): readonly string[] {
  return dependents.flatMap(({ drop }) => drop ?? []);
}

/** What can neither stay nor go stops the node before anything changes. A view that this run builds anyway is left to it. */
export function refuseBlocking(facts: NodeFacts, direct: readonly Dependent[]): void {
  for (const dependent of direct) {
    if (facts.options.allowDropDependents && dependent.drop !== null) continue;
    if (dependent.kind !== 'view') throw blocks(facts, dependent, cannotBeRestored(dependent));
    const canStay = dependent.rebind !== null || dependent.recreate !== null || facts.rebuiltLater(dependent) !== null;
    if (!canStay) throw blocks(facts, dependent, cannotBeRestored(dependent));
  }
}

/** `--allow-drop-dependents` at work. */
export function* warnOfDropped(facts: NodeFacts, dropped: readonly Dependent[]): PlanPart<void> {
  const { node, dialect, target } = facts;
  for (const dependent of dropped) {
    const message = `${dependentName(facts, dependent)} was dropped: it depended on ${dialect.renderRelation(target)} and could not be kept.`;
    const { location, uniqueId } = node;
    yield* warn({ code: 'TSDBT_DEPENDENT_DROPPED', severity: 'warning', message, location, node: uniqueId }, dependent);
  }
}

/** Why something is in the way for which there are no statements that bring it back. */
export function cannotBeRestored(dependent: Dependent): string {
  return dependent.kind === 'view'
    ? 'its definition, owner or grants cannot be restored by this user'
    : `it is ${article(dependent)}, which tsdbt does not drop and re-create`;
}

/** Why a view is in the way although it could be made again. */
export function cannotComeBack(message: string): string {
  return `it cannot be re-created over the new columns: ${message}`;
}

/** What a dependent stands in the way of: a new relation, or a change of the one that stands. */
export type BlockedWork = 'replaced' | 'changed';

/** Whether a finding says that this dependent is in the way. */
export function isBlockedBy({ code, message }: Diagnostic, facts: Named, dependent: Dependent): boolean {
  return code === 'TSDBT_DEPENDENT_BLOCKS' && message.includes(becauseOf(dependentName(facts, dependent)));
}

function becauseOf(name: string): string {
  return ` because ${name} depends on it: `;
}

/** The error that names a dependent and says what it stands in the way of. */
export function blocks(
  facts: NodeFacts,
  dependent: Dependent,
  reason: string,
  blocked: BlockedWork = 'replaced',
): Error {
  const name = dependentName(facts, dependent);
  const target = facts.dialect.renderRelation(facts.target);
  const own = isView(dependent) ? `, make it a model of this run` : '';
  return planError(
    facts.node,
    'TSDBT_DEPENDENT_BLOCKS',
    `${target} was not ${blocked}${becauseOf(name)}${reason}.`,
    dependent.drop === null
      ? `Drop ${name} yourself.`
      : `Drop ${name} yourself${own}, or let --allow-drop-dependents drop it.`,
  );
}

/** The same where the database says itself what depends on what. */
function refused(facts: NodeFacts, said: string): Error {
  const target = facts.dialect.renderRelation(facts.target);
  return planError(facts.node, 'TSDBT_DEPENDENT_BLOCKS', `${target} was not changed: ${said}`);
}

function isView({ kind }: Dependent): boolean {
  return kind === 'view' || kind === 'materialized_view';
}

function article({ kind }: Dependent): string {
  return kind === 'other' ? 'a part of something else' : `a ${kind.replace('_', ' ')}`;
}

/** Two answers about the same thing have the same key. */
export function dependentKey({ schema, identifier, kind }: Dependent): string {
  return JSON.stringify([schema, identifier, kind]);
}

/** As messages name it. */
export function dependentName(facts: Named, dependent: Dependent): string {
  if (isView(dependent)) return facts.dialect.renderRelation(dependentRelation(facts, dependent));
  return `${dependent.kind === 'other' ? '' : `the ${dependent.kind} `}${dependent.identifier}`;
}

/** What names are spelled with. */
type Named = Pick<NodeFacts, 'dialect' | 'target'>;

/** The dependent as a relation. */
export function dependentRelation(facts: Named, { database, schema, identifier, kind }: Dependent): Relation {
  const quoting = { database: true, schema: true, identifier: true };
  const type = kind === 'materialized_view' ? 'materialized_view' : 'view';
  return { database: database ?? facts.target.database, schema, identifier, type, quoting };
}
