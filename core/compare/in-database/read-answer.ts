/** The answer to `comparisonSql` as counts and sample rows. Pure. */
import type { Cell, StatementResult } from '../../adapter/cell.js';
import type { ColumnMismatch, ComparisonKey, RowCounts, RowDifference } from '../comparison.js';
import { isSameCell } from '../values/same-cell.js';

export interface AnswerShape {
  /** Names of the columns that were compared. */
  readonly columns: readonly string[];
  /** Positions of the key in them. */
  readonly key: readonly number[];
}

export interface ComparedRows {
  readonly rows: RowCounts;
  readonly key: ComparisonKey | null;
  readonly perColumn: readonly ColumnMismatch[];
  readonly samples: readonly RowDifference[];
}

/** Counts that stand before the mismatches. */
const COUNTS = 10;

export function readAnswer({ rows }: StatementResult, { columns, key }: AnswerShape): ComparedRows {
  const width = columns.length;
  const hasKey = key.length > 0;
  const first = rows[0] ?? [];
  const [before, after, same, added, removed, changed, ...ofKey] = first.slice(0, COUNTS).map(count);
  const mismatches = hasKey ? first.slice(COUNTS, COUNTS + width).map(count) : [];
  const start = COUNTS + mismatches.length;
  return {
    rows: { before, after, added, removed, changed, same },
    key: hasKey
      ? {
          columns: key.map((index) => columns[index]),
          nulls: { before: ofKey[0], after: ofKey[1] },
          repeated: { before: ofKey[2], after: ofKey[3] },
        }
      : null,
    perColumn: mismatches.flatMap((number, index) =>
      number === 0 ? [] : [{ name: columns[index], mismatches: number }],
    ),
    samples: rows.flatMap((row) => sample(row.slice(start), columns)),
  };
}

function sample([kind, times, ...cells]: readonly Cell[], columns: readonly string[]): RowDifference[] {
  const values = cells.slice(0, columns.length);
  if (kind === 'removed') return [{ kind, before: values, after: null, times: count(times) }];
  if (kind === 'added') return [{ kind, before: null, after: values, times: count(times) }];
  if (kind !== 'changed') return [];
  const after = cells.slice(columns.length);
  const changedColumns = columns.filter((_, index) => !isSameCell(values[index], after[index]));
  return [{ kind, before: values, after, changedColumns, times: 1 }];
}

/** Sums of counts are decimals where counts are integers of eight bytes. */
function count(cell: Cell): number {
  return Number(typeof cell === 'object' && cell !== null ? cell.text : cell);
}
