/** The comparison of two sources that share no column: every row is another one. Pure. */
import type { ColumnDifferences, Comparison } from './comparison.js';

/** From how many rows there are before and after. */
export function countsOnly(columns: ColumnDifferences, [before, after]: readonly number[]): Comparison {
  return {
    columns,
    key: null,
    rows: { before, after, added: after, removed: before, changed: 0, same: 0 },
    perColumn: [],
    samples: [],
  };
}
