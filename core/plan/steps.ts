/** Yields single steps and unwraps their answers, so that materializations read as the list of what happens. */
import type { StatementResult } from '../adapter/cell.js';
import type { DatabaseFailure } from '../adapter/failure.js';
import type { CascadingKey, Dependent, HandMade, LockHolder } from '../adapter/introspector.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Json } from '../resources/json.js';
import type { ColumnInfo, Relation, RelationName } from '../resources/relation.js';
import type { AskStep, Effect, HooksStep, Prospect, SpellArgument, Step, StepAnswer } from './node-plan.js';

/** A part of a plan: yields steps and returns what the rest of the plan needs. */
export type PlanPart<T> = Generator<Step, T, StepAnswer>;

type AnswerOf<K extends StepAnswer['kind']> = Extract<StepAnswer, { kind: K }>;

function* ask<K extends StepAnswer['kind']>(step: Step, kind: K): PlanPart<AnswerOf<K>> {
  const answer = yield step;
  if (answer.kind !== kind) throw new Error(`step ${step.kind} was answered with ${answer.kind}, not ${kind}`);
  return answer as AnswerOf<K>;
}

/** A statement inside the transaction whose answer nobody needs. */
export function* run(sql: string, effect?: Effect): PlanPart<void> {
  yield effect === undefined
    ? { kind: 'sql', sql, transaction: 'inside' }
    : { kind: 'sql', sql, transaction: 'inside', effect };
}

/** The same for one that takes no time to speak of. */
export function* runBrief(sql: string, effect?: Effect): PlanPart<void> {
  yield { kind: 'sql', sql, transaction: 'inside', isBrief: true, ...(effect === undefined ? {} : { effect }) };
}

/** A main statement that takes no time to speak of and whose answer only the outcome needs. */
export function* runMainLate(sql: string, effect: Effect): PlanPart<void> {
  yield { kind: 'sql', sql, transaction: 'inside', isMain: true, isLate: true, isBrief: true, effect };
}

/** The node's main statement, in the transaction unless said otherwise. */
export function* runMain(
  sql: string,
  options: { readonly effect?: Effect; readonly transaction?: 'inside' | 'outside'; readonly isQuery?: boolean } = {},
): PlanPart<StatementResult> {
  const answer = yield* ask({ kind: 'sql', sql, transaction: 'inside', isMain: true, ...options }, 'sql');
  if (answer.failed !== undefined) throw new Error('a main statement that may not fail was answered with a failure');
  return answer.result;
}

/** A statement under a savepoint; answers its result, or why it failed. */
export function* attempt(
  sql: string,
  options: {
    readonly isMain?: boolean;
    readonly effect?: Effect | readonly Effect[];
    readonly prospect?: Prospect;
  } = {},
): PlanPart<{ result: StatementResult; failed: null } | { result: null; failed: DatabaseFailure }> {
  const answer = yield* ask({ kind: 'sql', sql, transaction: 'inside', mayFail: true, ...options }, 'sql');
  if (answer.failed !== undefined) return { result: null, failed: answer.failed };
  return { result: answer.result, failed: null };
}

export function* spell(macro: string, ...args: SpellArgument[]): PlanPart<string> {
  return (yield* ask({ kind: 'spell', macro, args }, 'text')).text;
}

export function* askColumns(relation: Relation): PlanPart<readonly ColumnInfo[]> {
  return (yield* ask({ kind: 'ask', question: { about: 'columns', relation } }, 'columns')).columns;
}

export function* askDependents(relation: Relation): PlanPart<readonly Dependent[]> {
  return (yield* ask({ kind: 'ask', question: { about: 'dependents', relation } }, 'dependents')).dependents;
}

export function* askCascadingKeys(relation: Relation): PlanPart<readonly CascadingKey[]> {
  return (yield* ask({ kind: 'ask', question: { about: 'cascading keys', relation } }, 'cascading keys')).keys;
}

export function* askLockHolders(relations: readonly RelationName[]): PlanPart<readonly LockHolder[]> {
  return (yield* ask({ kind: 'ask', question: { about: 'lock holders', relations } }, 'lock holders')).holders;
}

export function* askHandMade(relation: Relation, replacement: Relation): PlanPart<readonly HandMade[]> {
  return (yield* ask({ kind: 'ask', question: { about: 'hand-made', relation, replacement } }, 'hand-made')).found;
}

/** What a preview goes on with where it computes no rows. */
type Assumed = NonNullable<Extract<AskStep['question'], { about: 'rows' }>['assumed']>;

export function* askRows(sql: string, maxRows: number, assumed?: Assumed): PlanPart<StatementResult> {
  const question = { about: 'rows' as const, sql, maxRows, ...(assumed === undefined ? {} : { assumed }) };
  return (yield* ask({ kind: 'ask', question }, 'rows')).result;
}

export function* load(relation: Relation, columns: readonly string[]): PlanPart<number> {
  return (yield* ask({ kind: 'load', relation, columns }, 'loaded')).rows;
}

export function* hooks(which: HooksStep['which'], transaction: HooksStep['transaction']): PlanPart<void> {
  yield { kind: 'hooks', which, transaction };
}

export function* pause(milliseconds: number): PlanPart<void> {
  yield { kind: 'pause', milliseconds };
}

export function* warn(diagnostic: Diagnostic, dropped?: Dependent): PlanPart<void> {
  yield { kind: 'warn', diagnostic, ...(dropped === undefined ? {} : { dropped }) };
}

export const argument = {
  relation: (relation: Relation): SpellArgument => ({ is: 'relation', relation }),
  columns: (columns: readonly ColumnInfo[]): SpellArgument => ({ is: 'columns', columns }),
  dict: (entries: Readonly<Record<string, SpellArgument>>): SpellArgument => ({ is: 'dict', entries }),
  plain: (value: Json): SpellArgument => ({ is: 'plain', value }),
} as const;
