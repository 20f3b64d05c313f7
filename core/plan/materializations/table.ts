/** `table`: the new table is built whole under a temporary name and takes the place of the old relation in one transaction. */
import type { StatementResult } from '../../adapter/cell.js';
import type { JsonObject } from '../../resources/json.js';
import type { Relation } from '../../resources/relation.js';
import type { PlanOutcome, StepGenerator } from '../node-plan.js';
import { listSetting } from '../node-settings.js';
import { planError } from '../plan-error.js';
import { argument, hooks, type PlanPart, run, runMain, spell } from '../steps.js';
import { withObjectsOfHooks } from '../swap/keep-settings.js';
import { swapIn } from '../swap/replace-relation.js';
import { temporaryRelation } from '../swap/temporary-name.js';
import type { NodeFacts } from './node-facts.js';

export function* tablePlan(facts: NodeFacts): StepGenerator {
  return yield* withObjectsOfHooks(facts, withHooks(buildTable(facts, facts.sql)));
}

/** Runs a build between the node's hooks: those outside of the transaction first and last, as dbt. */
export function* withHooks<T>(build: PlanPart<T>): PlanPart<T> {
  yield* hooks('pre-hook', 'outside');
  yield* hooks('pre-hook', 'inside');
  const outcome = yield* build;
  yield* hooks('post-hook', 'inside');
  yield* hooks('post-hook', 'outside');
  return outcome;
}

/** Builds the target from a query: at its own name when there is nothing yet, else beside the old relation and swapped in. */
export function* buildTable(facts: NodeFacts, sql: string): PlanPart<PlanOutcome> {
  const built = newRelation(facts);
  const create = yield* spell(
    'get_create_table_as_sql',
    argument.plain(false),
    argument.relation(built),
    argument.plain(sql),
  );
  const result = yield* runMain(create, { effect: { kind: 'created', relation: built, made: { query: sql } } });
  yield* finishTable(facts, built);
  return builtFrom(result);
}

/** Where a new table is built, or another relation that cannot replace the old one in place. */
export function newRelation(facts: NodeFacts): Relation {
  if (facts.state.presence === 'absent') return { ...facts.target, type: 'table' };
  return temporaryRelation(facts.target, 'new', facts.invocationId, facts.capabilities.identifierBytes);
}

/**
 * Indexes and the swap. Where readers could wait for our locks, indexes are built before the swap; a single writer
 * locks nobody out, and there the index names, global in a file, are made from the final name once the old table is gone.
 */
export function* finishTable(facts: NodeFacts, built: Relation): PlanPart<void> {
  if (facts.state.presence === 'absent') {
    yield* createIndexes(facts, built);
  } else if (facts.capabilities.concurrentWriters) {
    yield* createIndexes(facts, built);
    yield* swapIn(facts, built);
  } else {
    yield* swapIn(facts, built);
    yield* createIndexes(facts, { ...facts.target, type: 'table' });
  }
}

function* createIndexes(facts: NodeFacts, relation: Relation): PlanPart<void> {
  for (const index of listSetting(facts.node.config, 'indexes')) {
    if (!isIndex(index)) {
      throw planError(
        facts.node,
        'TSDBT_CONFIG_INVALID',
        `indexes of ${facts.node.uniqueId}: found ${JSON.stringify(index)}, expected {columns: [...], unique: true|false, type: ...}.`,
      );
    }
    const sql = yield* spell('get_create_index_sql', argument.relation(relation), argument.plain(index));
    if (sql.trim() !== '') yield* run(sql, { kind: 'changed', relation });
  }
}

function isIndex(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && 'columns' in value && Array.isArray(value.columns);
}

/** The outcome that a main statement tells. */
export function builtFrom(result: StatementResult): PlanOutcome {
  return { kind: 'built', message: result.message, rows: result.rowsAffected, adapterResponse: responseOf(result) };
}

/** dbt's `adapter_response`. */
export function responseOf({ message, rowsAffected }: StatementResult): Readonly<Record<string, string | number>> {
  const words = message.split(' ').filter((word) => !/^\d+$/.test(word));
  return { _message: message, code: words.join(' '), rows_affected: rowsAffected ?? -1 };
}
