/** The public types of what differs between models and their relations. Plain data; values are not scrubbed, as those of tables. */
import type { ColumnDifferences, ComparisonKey, RowCounts } from '../../../compare/comparison.js';
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import type { NodeInfo } from './nodes.js';
import type { DatabaseOptions, SelectionOptions } from './options.js';
import type { Value } from './results.js';

export type { ColumnDifferences, ComparedColumn, ComparisonKey, RowCounts } from '../../../compare/comparison.js';

export interface DiffOptions extends SelectionOptions, DatabaseOptions {
  /** Columns that tell rows apart; the project's own key of each model by default. */
  readonly key?: readonly string[];
  /** Rows of each kind of difference to answer; 5 by default, null for all. */
  readonly limit?: number | null;
}

/** A row that differs, by the names of the columns that both sides have. */
export interface RowDifference {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before: Readonly<Record<string, Value>> | null;
  readonly after: Readonly<Record<string, Value>> | null;
  /** Columns of a changed row whose values differ; empty for other rows. */
  readonly changedColumns: readonly string[];
  /** How often this very row was added or removed. */
  readonly times: number;
}

/** One model as its files say it now, compared with the relation that stands. */
export interface ModelDiff {
  readonly node: NodeInfo;
  /** The name in the database, quoted. */
  readonly relation: string;
  /** `absent`: nothing stands yet, and all rows and columns would be new. `failed`: `diagnostics` say why. */
  readonly status: 'same' | 'different' | 'absent' | 'failed';
  /** Null when the comparison failed. */
  readonly columns: ColumnDifferences | null;
  readonly rows: RowCounts | null;
  /** Null when rows were compared whole. */
  readonly key: ComparisonKey | null;
  /** The project's own key of the model, when a column of it is missing on a side, so that rows were compared whole. */
  readonly unusableKey: readonly string[] | null;
  /** Changed rows in which the values of a column differ, by its name. */
  readonly mismatches: Readonly<Record<string, number>>;
  readonly samples: readonly RowDifference[];
  readonly diagnostics: readonly Diagnostic[];
}
