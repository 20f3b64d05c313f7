/**
 * How the columns of a batch differ from those of the table, and what a mode of `on_schema_change` makes of that. Pure:
 * what a run does is what a plan can print before it.
 */

import type { Dialect } from '../../../adapter/dialect.js';
import type { ColumnTypes } from '../../../adapter/values/column-types.js';
import type { ColumnInfo } from '../../../resources/relation.js';
import type { BatchColumns } from '../unique-key.js';

interface TypeDifference {
  /** The column's name in the table. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** `wider`: the new type keeps what the table has. `narrower`: the table's type keeps what comes. `other`: neither. */
  readonly kind: 'wider' | 'narrower' | 'other';
  /** Whether only the length of a text differs: longer is allowed in every mode and shorter is no change, as in dbt. */
  readonly text: 'longer' | 'shorter' | null;
}

/** What differs, in the order of the batch; what is gone in the order of the table. */
export interface ColumnDifferences {
  readonly added: readonly ColumnInfo[];
  readonly removed: readonly ColumnInfo[];
  readonly retyped: readonly TypeDifference[];
}

/** Names are compared as the database compares them. */
export function compareColumns(
  { table, batch }: BatchColumns,
  { foldIdentifier }: Pick<Dialect, 'foldIdentifier'>,
  types: ColumnTypes,
): ColumnDifferences {
  const key = ({ name }: ColumnInfo) => foldIdentifier(name, true);
  const inTable = new Map(table.map((column) => [key(column), column]));
  const inBatch = new Set(batch.map(key));
  return {
    added: batch.filter((column) => !inTable.has(key(column))),
    removed: table.filter((column) => !inBatch.has(key(column))),
    retyped: batch.flatMap((column) => {
      const before = inTable.get(key(column));
      return before === undefined ? [] : compareTypes(before, column, types);
    }),
  };
}

function compareTypes(before: ColumnInfo, after: ColumnInfo, types: ColumnTypes): TypeDifference[] {
  const [from, to] = [typeOf(before), typeOf(after)];
  const isWider = types.keeps(to, from);
  const isNarrower = types.keeps(from, to);
  if (isWider && isNarrower) return [];
  const kind = isWider ? 'wider' : isNarrower ? 'narrower' : 'other';
  const text = types.isLongerText(to, from) ? 'longer' : types.isLongerText(from, to) ? 'shorter' : null;
  return [{ name: before.name, from, to, kind, text }];
}

/** The type as a column's definition has it. */
export function typeOf({ sqlType, dataType }: ColumnInfo): string {
  return sqlType ?? dataType;
}

/** dbt's modes. */
export const columnModes = ['ignore', 'fail', 'append_new_columns', 'sync_all_columns'] as const;
export type ColumnMode = (typeof columnModes)[number];

/** What is done to the table before the batch goes into it. */
export interface ColumnChange {
  readonly add: readonly ColumnInfo[];
  readonly drop: readonly ColumnInfo[];
  readonly retype: readonly TypeDifference[];
}

/** What a mode answers to the differences: a change, or why there is none, one phrase for each column. */
export function decideChange(
  mode: ColumnMode,
  { added, removed, retyped }: ColumnDifferences,
  { canChange }: Pick<ColumnTypes, 'canChange'>,
): { readonly change: ColumnChange; readonly refused: readonly string[] } {
  const longer = retyped.filter(({ text }) => text === 'longer');
  const gone = removed.map(({ name }) => `${name} is gone`);
  const none: ColumnChange = { add: [], drop: [], retype: longer };
  switch (mode) {
    case 'ignore':
      return { change: none, refused: gone };
    case 'append_new_columns':
      return { change: { ...none, add: added }, refused: [] };
    case 'fail': {
      const isNew = added.map(({ name }) => `${name} is new`);
      const changed = retyped.filter(({ text }) => text === null).map(phrase);
      return { change: none, refused: [...isNew, ...gone, ...changed] };
    }
    case 'sync_all_columns': {
      const wider = retyped.filter(({ kind }) => kind === 'wider');
      const impossible = retyped.filter(({ kind }) => kind === 'other' || (kind === 'wider' && !canChange));
      return { change: { add: added, drop: removed, retype: wider }, refused: impossible.map(phrase) };
    }
  }
}

function phrase({ name, from, to }: TypeDifference): string {
  return `${name} is ${from} in the table and ${to} in the batch`;
}
