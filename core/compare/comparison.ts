/**
 * What comparing two row sources by key found: columns, counts, mismatches, the first rows that differ. Plain data, the
 * same whether both sources lie in one database or in two. `before` is what stands, `after` what takes its place.
 */
import type { Cell } from '../adapter/cell.js';

export interface Comparison {
  readonly columns: ColumnDifferences;
  /** Null when rows were compared whole: then there are no changed rows, only removed and added ones. */
  readonly key: ComparisonKey | null;
  readonly rows: RowCounts;
  /** Columns outside of the key whose values differ in changed rows, in the order of the columns after. */
  readonly perColumn: readonly ColumnMismatch[];
  /** The first rows that differ: of added, changed and removed ones as many as were asked for, those of a kind in the order of the key. */
  readonly samples: readonly RowDifference[];
}

export interface ComparedColumn {
  /** As it is called after; before it may be spelled in other capitals where the database does not mind. */
  readonly name: string;
  /** The database's name of its type; null where it has none. */
  readonly type: string | null;
}

export interface ColumnDifferences {
  readonly added: readonly ComparedColumn[];
  readonly removed: readonly ComparedColumn[];
  readonly retyped: readonly { readonly name: string; readonly before: string; readonly after: string }[];
  /** Columns that both have: rows are compared in these. */
  readonly common: readonly ComparedColumn[];
}

export interface ComparisonKey {
  readonly columns: readonly string[];
  /** Rows in which a column of the key is null. Two such rows are the same row when all columns of their keys are equal or null in both. */
  readonly nulls: BeforeAfter;
  /** Values of the key that several rows have. */
  readonly repeated: BeforeAfter;
}

interface BeforeAfter {
  readonly before: number;
  readonly after: number;
}

/**
 * `before` is `same + changed + removed`, and `after` is `same + changed + added`. Rows that are wholly equal are matched first,
 * as often as both sources have them; of the rest, a key that is left once on each side is a changed row.
 */
export interface RowCounts extends BeforeAfter {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly same: number;
}

export interface ColumnMismatch {
  readonly name: string;
  /** Changed rows in which the values of this column differ. */
  readonly mismatches: number;
}

/** Cells stand in the order of `columns.common`. */
export type RowDifference =
  | { readonly kind: 'removed'; readonly before: readonly Cell[]; readonly after: null; readonly times: number }
  | { readonly kind: 'added'; readonly before: null; readonly after: readonly Cell[]; readonly times: number }
  | {
      readonly kind: 'changed';
      readonly before: readonly Cell[];
      readonly after: readonly Cell[];
      readonly changedColumns: readonly string[];
      readonly times: 1;
    };

/** Whether nothing differs: neither a column nor a row. */
export function isSame({ columns, rows }: Comparison): boolean {
  const lists = [columns.added, columns.removed, columns.retyped];
  return lists.every((list) => list.length === 0) && rows.added + rows.removed + rows.changed === 0;
}
