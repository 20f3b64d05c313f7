/** `on_schema_change` other than ignore: changing the table is not offered, so a difference in columns stops the node. */
import type { ColumnInfo } from '../../resources/relation.js';
import type { ModelFacts } from '../materializations/node-facts.js';
import { textSetting } from '../node-settings.js';
import { planError } from '../plan-error.js';
import type { BatchColumns } from './unique-key.js';

const known: readonly string[] = ['ignore', 'append_new_columns', 'sync_all_columns', 'fail'];

/** Compares the batch with the table when the config asks for it. */
export function refuseChangedColumns(facts: ModelFacts, { table, batch }: BatchColumns): void {
  const mode = textSetting(facts.node.config, 'on_schema_change') ?? 'ignore';
  if (!known.includes(mode)) {
    throw planError(
      facts.node,
      'TSDBT_CONFIG_INVALID',
      `${facts.node.uniqueId}: on_schema_change is '${mode}', expected one of ${known.join(', ')}.`,
    );
  }
  if (mode === 'ignore') return;
  const differences = compare(table, batch);
  if (differences.length === 0) return;
  throw planError(
    facts.node,
    'TSDBT_COLUMNS_CHANGED',
    `${facts.node.uniqueId} has on_schema_change '${mode}' and its columns changed: ${differences.join('; ')}.`,
    mode === 'fail'
      ? 'Rebuild the table with --full-refresh when the change is meant.'
      : `This version does not change tables for '${mode}': rebuild with --full-refresh.`,
  );
}

function compare(table: readonly ColumnInfo[], batch: readonly ColumnInfo[]): string[] {
  const inTable = new Map(table.map((column) => [column.name, column]));
  const inBatch = new Map(batch.map((column) => [column.name, column]));
  const added = batch.filter((column) => !inTable.has(column.name)).map((column) => `${column.name} is new`);
  const removed = table.filter((column) => !inBatch.has(column.name)).map((column) => `${column.name} is gone`);
  const retyped = batch.flatMap((column) => {
    const before = inTable.get(column.name)?.dataType;
    return before === undefined || before === column.dataType
      ? []
      : [`${column.name} was ${before} and is ${column.dataType}`];
  });
  return [...added, ...removed, ...retyped];
}
