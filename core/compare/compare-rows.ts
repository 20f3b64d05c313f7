/**
 * Compares rows of two databases that no statement can see at once: both sides were read, up to a limit, and are compared
 * here by the same definition as inside of one database. Pure.
 */
import type { Cell } from '../adapter/cell.js';
import { cellText } from '../adapter/cell-text.js';
import type { BeforeAfter, ColumnMismatch, ComparisonKey, RowCounts, RowDifference } from './comparison.js';
import { cellKey, isSameCell } from './values/same-cell.js';

type Row = readonly Cell[];

export interface RowsToCompare {
  readonly before: readonly Row[];
  readonly after: readonly Row[];
  /** Of the cells, in their order. */
  readonly columns: readonly { readonly name: string; readonly isRetyped: boolean }[];
  /** Positions of the key; empty compares whole rows. */
  readonly key: readonly number[];
  /** Rows of each kind of difference to answer. */
  readonly sampleLimit: number;
}

export interface ComparedSides {
  readonly rows: RowCounts;
  readonly key: ComparisonKey | null;
  readonly perColumn: readonly ColumnMismatch[];
  readonly samples: readonly RowDifference[];
}

/** Rows that are wholly equal go first, as often as both sides have them; what is left is paired by key. */
export function compareRows(request: RowsToCompare): ComparedSides {
  const { before, after, key, columns, sampleLimit } = request;
  const surplus = withoutTwins(request);
  const groups = byKey(surplus, request);
  const differences = [...groups.values()].flatMap((group) => differencesOf(group, request));
  const total = (kind: RowDifference['kind']) =>
    differences.reduce((sum, one) => (one.kind === kind ? sum + one.times : sum), 0);
  const [added, removed, changed] = [total('added'), total('removed'), total('changed')];
  const changedRows = differences.filter((one) => one.kind === 'changed');
  return {
    rows: { before: before.length, after: after.length, added, removed, changed, same: after.length - added - changed },
    key: key.length === 0 ? null : keyFacts(request),
    perColumn: columns.flatMap(({ name }) => {
      const mismatches = changedRows.filter((one) => one.changedColumns.includes(name)).length;
      return mismatches === 0 ? [] : [{ name, mismatches }];
    }),
    samples: (['added', 'changed', 'removed'] as const).flatMap((kind) =>
      inOrder(differences, request)
        .filter((one) => one.kind === kind)
        .slice(0, sampleLimit),
    ),
  };
}

interface Counted {
  readonly row: Row;
  /** How often it comes more often before; negative when after. */
  times: number;
}

function withoutTwins(request: RowsToCompare): Counted[] {
  const all = request.columns.map((_, index) => index);
  const counted = new Map<string, Counted>();
  for (const [rows, step] of [
    [request.before, 1],
    [request.after, -1],
  ] as const) {
    for (const row of rows) {
      const text = textOf(row, all, request);
      const known = counted.get(text);
      if (known === undefined) counted.set(text, { row, times: step });
      else known.times += step;
    }
  }
  return [...counted.values()].filter(({ times }) => times !== 0);
}

/** Without a key each row is a group of its own. */
function byKey(surplus: readonly Counted[], request: RowsToCompare): Map<string, Counted[]> {
  const groups = new Map<string, Counted[]>();
  surplus.forEach((counted, index) => {
    const text = request.key.length === 0 ? String(index) : textOf(counted.row, request.key, request);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [counted]);
    else group.push(counted);
  });
  return groups;
}

function differencesOf(group: readonly Counted[], { key, columns }: RowsToCompare): RowDifference[] {
  const before = group.find(({ times }) => times === 1);
  const after = group.find(({ times }) => times === -1);
  if (key.length > 0 && group.length === 2 && before !== undefined && after !== undefined) {
    const changedColumns = columns.flatMap(({ name, isRetyped }, index) =>
      isSameValue(before.row[index], after.row[index], isRetyped) ? [] : [name],
    );
    return [{ kind: 'changed', before: before.row, after: after.row, changedColumns, times: 1 }];
  }
  return group.map(({ row, times }) =>
    times > 0
      ? { kind: 'removed', before: row, after: null, times }
      : { kind: 'added', before: null, after: row, times: -times },
  );
}

function isSameValue(before: Cell, after: Cell, isRetyped: boolean): boolean {
  return isRetyped ? cellText(before) === cellText(after) : isSameCell(before, after);
}

/** Values are told apart with their lengths, so that two of them never run together. */
function textOf(row: Row, indexes: readonly number[], { columns }: RowsToCompare): string {
  return indexes
    .map((index) => {
      const cell = row[index];
      if (cell === null) return '-';
      const text = columns[index].isRetyped ? (cellText(cell) ?? '') : cellKey(cell);
      return `${text.length}:${text}`;
    })
    .join('');
}

function keyFacts(request: RowsToCompare): ComparisonKey {
  const { before, after, key, columns } = request;
  const onBothSides = (count: (rows: readonly Row[]) => number): BeforeAfter => ({
    before: count(before),
    after: count(after),
  });
  const hasNull = (row: Row) => key.some((index) => row[index] === null);
  return {
    columns: key.map((index) => columns[index].name),
    nulls: onBothSides((rows) => rows.filter(hasNull).length),
    repeated: onBothSides((rows) => {
      const seen = new Map<string, number>();
      for (const row of rows) {
        if (hasNull(row)) continue;
        const text = textOf(row, key, request);
        seen.set(text, (seen.get(text) ?? 0) + 1);
      }
      return [...seen.values()].filter((times) => times > 1).length;
    }),
  };
}

/** By the key, numbers as numbers; without one by all columns. */
function inOrder(differences: readonly RowDifference[], { key, columns }: RowsToCompare): RowDifference[] {
  const indexes = key.length === 0 ? columns.map((_, index) => index) : key;
  const collator = new Intl.Collator('en', { numeric: true });
  const rowOf = (one: RowDifference): Row => one.before ?? one.after ?? [];
  return [...differences].sort((a, b) => {
    for (const index of indexes) {
      const order = collator.compare(cellText(rowOf(a)[index]) ?? '', cellText(rowOf(b)[index]) ?? '');
      if (order !== 0) return order;
    }
    return 0;
  });
}
