/** Inserts rows by prepared statements of a hundred rows each, inside the transaction that is open. */
import type { Cell } from '../../../../core/adapter/cell.js';
import { quoteIdentifier } from '../../../common/quoting.js';
import type { SqliteDatabase } from './library.js';

export interface Insert {
  /** How many of the rows that are left one statement takes. */
  readonly rowsAtOnce: (left: number) => number;
  /** The parameters of a statement for so many rows, to be filled; the same array each time. */
  readonly parameters: (rows: number) => unknown[];
  readonly run: (rows: number, parameters: readonly unknown[]) => void;
}

const ROWS_PER_STATEMENT = 100;
/** SQLite's own bound on `?` in one statement. */
const MAX_VARIABLES = 32_766;
const MAX_INTEGER = 2n ** 63n - 1n;

/** Prepares loading into a relation, given as it is rendered in SQL. */
export function createInsert(database: SqliteDatabase, relation: string, columns: readonly string[]): Insert {
  const names = columns.map(quoteIdentifier).join(', ');
  const row = `(${columns.map(() => '?').join(', ')})`;
  const most = Math.max(1, Math.min(ROWS_PER_STATEMENT, Math.floor(MAX_VARIABLES / columns.length)));
  const prepare = (count: number) => ({
    statement: database.prepare(`insert into ${relation} (${names}) values ${Array(count).fill(row).join(', ')}`),
    parameters: Array<unknown>(count * columns.length).fill(null),
  });
  const many = prepare(most);
  const single = prepare(1);
  const prepared = (rows: number) => (rows === most ? many : single);
  return {
    rowsAtOnce: (left) => (left >= most ? most : 1),
    parameters: (rows) => prepared(rows).parameters,
    run: (rows, parameters) => void prepared(rows).statement.run(parameters),
  };
}

/** Inserts rows of cells. */
export function insertRows(insert: Insert, rows: readonly (readonly Cell[])[]): void {
  for (let start = 0; start < rows.length; ) {
    const count = insert.rowsAtOnce(rows.length - start);
    const parameters = insert.parameters(count);
    let index = 0;
    for (const row of rows.slice(start, start + count)) {
      for (const cell of row) parameters[index++] = toParameter(cell);
    }
    insert.run(count, parameters);
    start += count;
  }
}

/** Text takes the column's affinity; what SQLite has no number for goes in as text rather than rounded. */
function toParameter(cell: Cell): unknown {
  if (cell === null || typeof cell === 'string') return cell;
  if (typeof cell === 'boolean') return cell ? 1n : 0n;
  if (typeof cell === 'bigint') return cell > MAX_INTEGER || cell < -MAX_INTEGER - 1n ? String(cell) : cell;
  if (typeof cell === 'number') return Number.isNaN(cell) ? 'NaN' : cell;
  return cell.kind === 'bytes' ? Buffer.from(cell.text, 'hex') : cell.text;
}
