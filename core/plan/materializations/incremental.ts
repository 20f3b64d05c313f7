/**
 * `incremental`: the first build and a full refresh are those of a table; after that only the batch is computed, into a
 * temporary table, and goes into the target in the same transaction by the model's strategy.
 */
import type { StatementResult } from '../../adapter/cell.js';
import type { ColumnInfo, Relation } from '../../resources/relation.js';
import {
  askKeys,
  deleteNullKeys,
  type KeysOfBatch,
  mergeNullKeys,
  refuseRepeatedKeys,
} from '../incremental/batch-keys.js';
import { changeColumns, decideColumns, refuseUnlisted } from '../incremental/columns/change-columns.js';
import { describeChange } from '../incremental/columns/describe-change.js';
import { warnOfLostValues } from '../incremental/columns/warn-of-lost-values.js';
import { checkMerge } from '../incremental/merge-columns.js';
import { chooseStrategy, type Strategy } from '../incremental/strategies.js';
import { incrementalPredicates, readKey, uniqueKey } from '../incremental/unique-key.js';
import type { PlanOutcome, StepGenerator } from '../node-plan.js';
import { argument, askColumns, type PlanPart, run, runMain, spell } from '../steps.js';
import { withObjectsOfHooks } from '../swap/keep-settings.js';
import { temporaryIdentifier } from '../swap/temporary-name.js';
import { refuseCascadingKeys } from './cascading-keys.js';
import type { ModelFacts } from './node-facts.js';
import { buildTable, builtFrom, withHooks } from './table.js';

export function* incrementalPlan(facts: ModelFacts): StepGenerator {
  const { state } = facts;
  const isTable = state.presence === 'present' && state.type === 'table';
  const strategy = chooseStrategy(facts, uniqueKey(facts).length > 0);
  if (!isTable || facts.isFullRefresh) {
    return yield* withObjectsOfHooks(facts, withHooks(buildTable(facts, facts.sql)));
  }
  return yield* withHooks(addBatch(facts, strategy));
}

function* addBatch(facts: ModelFacts, strategy: Strategy): PlanPart<PlanOutcome> {
  const { target, dialect } = facts;
  const batch = yield* createBatch(facts);
  const columns = { table: yield* askColumns(target), batch: yield* askColumns(batch) };
  refuseUnlisted(facts, columns);
  const keys = strategy.onSameKey === 'keep' ? [] : readKey(facts, columns);
  const decided = yield* decideColumns(facts, columns);
  if (strategy.onSameKey === 'merge') {
    checkMerge(facts, columns.batch, keys);
    yield* refuseRepeatedKeys(facts, batch, keys);
  }
  yield { kind: 'assert', relation: target, expected: facts.state };
  if (strategy.onSameKey === 'delete') yield* refuseCascadingKeys(facts, 'some rows');
  const found = keys.length === 0 ? null : yield* askKeys(facts, batch, keys);
  const isReplacing = strategy.onSameKey === 'delete' && decided.mode === 'append_new_columns';
  if (found !== null && isReplacing) {
    yield* warnOfLostValues(facts, decided.differences.removed, { batch, found });
  }
  yield* changeColumns(facts, decided);
  if (found !== null) yield* replaceNullKeys(facts, strategy, { batch, found, filled: decided.filled });
  const result = yield* change(facts, strategy, batch, decided.filled);
  yield* run(`drop table ${dialect.renderRelation(batch)}`, { kind: 'dropped', relation: batch });
  const outcome = builtFrom(strategy.onSameKey === 'merge' && found !== null ? merged(found) : result);
  return withChange(outcome, describeChange(decided.change));
}

/** The model's query as a temporary table of the node's session. */
function* createBatch({ target, sql, invocationId, capabilities }: ModelFacts): PlanPart<Relation> {
  const identifier = temporaryIdentifier(target.identifier, 'batch', invocationId, capabilities.identifierBytes);
  const quoting = { database: false, schema: false, identifier: true };
  const batch = { database: null, schema: null, identifier, type: 'table' as const, quoting };
  const create = yield* spell(
    'get_create_table_as_sql',
    argument.plain(true),
    argument.relation(batch),
    argument.plain(sql),
  );
  yield* run(create, { kind: 'created', relation: batch, made: { query: sql } });
  const statistics = yield* spell('get_statistics_sql', argument.relation(batch));
  if (statistics.trim() !== '') yield* run(statistics);
  return batch;
}

interface NullKeys {
  readonly batch: Relation;
  readonly found: KeysOfBatch;
  readonly filled: readonly ColumnInfo[];
}

function* replaceNullKeys(facts: ModelFacts, strategy: Strategy, { batch, found, filled }: NullKeys): PlanPart<void> {
  if (strategy.onSameKey === 'delete') yield* deleteNullKeys(facts, batch, found);
  else yield* mergeNullKeys(facts, batch, found, filled);
}

/** The strategy's own statements, as its macro spells them. */
function* change(
  facts: ModelFacts,
  strategy: Strategy,
  batch: Relation,
  filled: readonly ColumnInfo[],
): PlanPart<StatementResult> {
  const { target, node } = facts;
  const predicates = incrementalPredicates(facts);
  const sql = yield* spell(
    strategy.macro,
    argument.dict({
      target_relation: argument.relation({ ...target, type: 'table' }),
      temp_relation: argument.relation(batch),
      unique_key: argument.plain(uniqueKey(facts).length === 0 ? null : (node.config.unique_key ?? null)),
      dest_columns: argument.columns(filled),
      incremental_predicates: argument.plain(predicates.length === 0 ? null : predicates),
    }),
  );
  return yield* runMain(sql, { effect: { kind: 'changed', relation: target } });
}

/** Every row of the batch was merged, by whichever statements the database needed for that. */
function merged({ rows }: KeysOfBatch): StatementResult {
  return { columns: [], rows: [], rowsAffected: rows, message: `MERGE ${rows}` };
}

/** What was done to the columns is part of what the node says of itself; dbt's response of the database stays as it is. */
function withChange(outcome: PlanOutcome, change: string): PlanOutcome {
  return change === '' ? outcome : { ...outcome, message: `${outcome.message}, ${change}` };
}
