/** The comparison of two sources that share no column: every row is another one. Pure. */
import type { StatementResult } from '../adapter/cell.js';
import type { ColumnDifferences, Comparison } from './comparison.js';

/** From one row with how many rows there are before and after. */
export function countsOnly(columns: ColumnDifferences, { rows }: StatementResult): Comparison {
  const [before, after] = (rows[0] ?? []).map(Number);
  return {
    columns,
    key: null,
    rows: { before, after, added: after, removed: before, changed: 0, same: 0 },
    perColumn: [],
    samples: [],
  };
}
