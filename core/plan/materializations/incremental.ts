/**
 * `incremental`: the first build and a full refresh are those of a table; after that only the batch is computed, into a
 * temporary table, and goes into the target in the same transaction by the model's strategy.
 */
import { refuseChangedColumns } from '../incremental/columns-changed.js';
import { chooseStrategy } from '../incremental/strategies.js';
import { deleteNullKeys, incrementalPredicates, uniqueKey } from '../incremental/unique-key.js';
import type { PlanOutcome, StepGenerator } from '../node-plan.js';
import { argument, askColumns, type PlanPart, run, runMain, spell } from '../steps.js';
import { temporaryIdentifier } from '../swap/temporary-name.js';
import type { ModelFacts } from './node-facts.js';
import { buildTable, builtFrom, withHooks } from './table.js';

export function* incrementalPlan(facts: ModelFacts): StepGenerator {
  const { state } = facts;
  const isTable = state.presence === 'present' && state.type === 'table';
  const strategy = chooseStrategy(facts, uniqueKey(facts).length > 0);
  if (!isTable || facts.isFullRefresh) return yield* withHooks(buildTable(facts, facts.sql));
  return yield* withHooks(addBatch(facts, strategy));
}

function* addBatch(facts: ModelFacts, strategy: ReturnType<typeof chooseStrategy>): PlanPart<PlanOutcome> {
  const { target, dialect, capabilities, node } = facts;
  const keys = uniqueKey(facts);
  const identifier = temporaryIdentifier(target.identifier, 'batch', facts.invocationId, capabilities.identifierBytes);
  const quoting = { database: false, schema: false, identifier: true };
  const batch = { database: null, schema: null, identifier, type: 'table' as const, quoting };
  const create = yield* spell(
    'get_create_table_as_sql',
    argument.plain(true),
    argument.relation(batch),
    argument.plain(facts.sql),
  );
  yield* run(create, { kind: 'created', relation: batch });
  const columns = yield* askColumns(target);
  yield* refuseChangedColumns(facts, batch, columns);
  yield { kind: 'assert', relation: target, expected: facts.state };
  if (strategy.deletesKeys) yield* deleteNullKeys(facts, batch, keys);
  const change = yield* spell(
    strategy.macro,
    argument.dict({
      target_relation: argument.relation({ ...target, type: 'table' }),
      temp_relation: argument.relation(batch),
      unique_key: argument.plain(node.config.unique_key ?? null),
      dest_columns: argument.columns(columns),
      incremental_predicates: argument.plain(nullWhenEmpty(incrementalPredicates(facts))),
    }),
  );
  const result = yield* runMain(change, { effect: { kind: 'changed', relation: target } });
  yield* run(`drop table ${dialect.renderRelation(batch)}`, { kind: 'dropped', relation: batch });
  return builtFrom(result);
}

function nullWhenEmpty(list: readonly string[]): readonly string[] | null {
  return list.length === 0 ? null : list;
}
