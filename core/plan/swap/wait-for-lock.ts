/**
 * Statements that need locks which readers hold. While such a request waits, later readers wait behind it, so it waits
 * briefly, lets everybody pass and is made again: in between nobody waits, and nothing has been changed.
 */
import type { DatabaseFailure } from '../../adapter/failure.js';
import type { LockHolder } from '../../adapter/introspector.js';
import type { RelationName } from '../../resources/relation.js';
import type { NodeFacts } from '../materializations/node-facts.js';
import type { Effect, Prospect } from '../node-plan.js';
import { planError } from '../plan-error.js';
import { askLockHolders, attempt, type PlanPart, pause, runBrief } from '../steps.js';

/** How long one try may hold readers up; far below the second after which Postgres looks for deadlocks, so none can arise. */
const TRY_MS = 50;

/** The shortest wait for a single lock. */
const LEAST_MS = 2;

/** The first pause and the longest: each is twice the one before. */
const FIRST_PAUSE_MS = 50;
const LAST_PAUSE_MS = 1_000;

export interface LockedWork {
  readonly statements: readonly string[];
  /** Relations whose locks the statements take: their holders are named when there is no getting them. */
  readonly relations: readonly RelationName[];
  readonly isMain?: boolean;
  readonly effect?: Effect | readonly Effect[];
  readonly prospect?: Prospect;
}

type Attempted = ReturnType<typeof attempt> extends PlanPart<infer T> ? T : never;

/** What the database answered, or why it refused for another reason than a lock. A function is asked anew before each try. */
export function* whenUnlocked(
  facts: NodeFacts,
  prepared: LockedWork | (() => PlanPart<LockedWork>),
): PlanPart<Attempted> {
  let spent = 0;
  let wait = FIRST_PAUSE_MS;
  for (;;) {
    const work = typeof prepared === 'function' ? yield* prepared() : prepared;
    const perLock = Math.max(LEAST_MS, Math.floor(TRY_MS / Math.max(1, work.relations.length)));
    const { relations, isMain = false, effect = [], prospect } = work;
    const options = { isMain, effect, ...(prospect === undefined ? {} : { prospect }) };
    const answer = yield* attempt(bounded(facts, work, perLock).join(';\n'), options);
    if (answer.failed === null && work.isMain === true) yield* unbound(facts);
    if (!isLocked(answer.failed)) return answer;
    spent += perLock + wait;
    if (spent > facts.options.lockTimeoutMs) throw stillLocked(facts, relations, yield* askLockHolders(relations));
    yield* pause(wait);
    wait = Math.min(LAST_PAUSE_MS, wait * 2);
  }
}

/** A main statement comes last, as the answer of the message is that of its last statement. */
function bounded({ dialect }: NodeFacts, { statements, isMain }: LockedWork, milliseconds: number): readonly string[] {
  if (dialect.lockTimeout === undefined) return statements;
  const first = [dialect.lockTimeout(milliseconds), ...statements];
  return isMain === true ? first : [...first, dialect.lockTimeout(null)];
}

function* unbound({ dialect }: NodeFacts): PlanPart<void> {
  if (dialect.lockTimeout !== undefined) yield* runBrief(dialect.lockTimeout(null));
}

export function isLocked(failure: DatabaseFailure | null): boolean {
  return failure?.kind === 'locked';
}

/** The error for locks that were not to be had. */
export function stillLocked(
  facts: NodeFacts,
  relations: readonly RelationName[],
  holders: readonly LockHolder[],
): Error {
  const target = facts.dialect.renderRelation(facts.target);
  const others = relations.length > 1 ? ' and what depends on it' : '';
  const named = holders.map(describe).join('; ');
  return planError(
    facts.node,
    'TSDBT_RELATION_LOCKED',
    `${target} was not replaced: other sessions held locks on it${others} for ${facts.options.lockTimeoutMs / 1000} seconds${named === '' ? '' : `: ${named}`}.`,
    'Run it again when they are done, or wait longer with --lock-timeout.',
  );
}

function describe({ process, user, application, since, state }: LockHolder): string {
  const of = [user === '' ? '' : `of ${user}`, application === '' ? '' : `(${application})`].filter(
    (text) => text !== '',
  );
  const time = since === '' ? '' : `, since ${since}`;
  return `process ${[process, ...of].join(' ')}${state === '' ? '' : `, ${state}`}${time}`;
}
