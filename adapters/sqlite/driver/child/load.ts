/** Inserts rows of cells by prepared statements of a hundred rows each, inside the transaction that is open. */
import type { Cell } from '../../../../core/adapter/cell.js';
import { quoteIdentifier } from '../../../common/quoting.js';
import type { SqliteDatabase } from './library.js';

export interface Load {
  insert(rows: readonly (readonly Cell[])[]): void;
}

const ROWS_PER_STATEMENT = 100;
/** SQLite's own bound on `?` in one statement. */
const MAX_VARIABLES = 32_766;
const MAX_INTEGER = 2n ** 63n - 1n;

/** Prepares loading into a relation, given as it is rendered in SQL. */
export function createLoad(database: SqliteDatabase, relation: string, columns: readonly string[]): Load {
  const names = columns.map(quoteIdentifier).join(', ');
  const row = `(${columns.map(() => '?').join(', ')})`;
  const rowsAtOnce = Math.max(1, Math.min(ROWS_PER_STATEMENT, Math.floor(MAX_VARIABLES / columns.length)));
  const prepare = (count: number) =>
    database.prepare(`insert into ${relation} (${names}) values ${Array(count).fill(row).join(', ')}`);
  const many = prepare(rowsAtOnce);
  const single = prepare(1);
  return {
    insert: (rows) => {
      const wholeEnd = rows.length - (rows.length % rowsAtOnce);
      for (let start = 0; start < wholeEnd; start += rowsAtOnce) {
        const values: unknown[] = [];
        for (let index = start; index < start + rowsAtOnce; index++) {
          for (const cell of rows[index]!) values.push(toParameter(cell));
        }
        many.run(values);
      }
      for (let index = wholeEnd; index < rows.length; index++) single.run(rows[index]!.map(toParameter));
    },
  };
}

/** Text takes the column's affinity; what SQLite has no number for goes in as text rather than rounded. */
function toParameter(cell: Cell): unknown {
  if (cell === null || typeof cell === 'string') return cell;
  if (typeof cell === 'boolean') return cell ? 1n : 0n;
  if (typeof cell === 'bigint') return cell > MAX_INTEGER || cell < -MAX_INTEGER - 1n ? String(cell) : cell;
  if (typeof cell === 'number') return Number.isNaN(cell) ? 'NaN' : cell;
  return cell.kind === 'bytes' ? Buffer.from(cell.text, 'hex') : cell.text;
}
