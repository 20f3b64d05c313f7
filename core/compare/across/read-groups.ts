/** From rows in the order of their key to groups of rows with one key; memory holds one batch and one group. */
import type { Cell } from '../../adapter/cell.js';
import { TsdbtError } from '../../diagnostics/error.js';
import { cellKey } from '../values/same-cell.js';
import { compareKeys } from './byte-order.js';

export interface CountedRow {
  readonly cells: readonly Cell[];
  times: number;
}

/** All rows of a side that have one key. */
export interface KeyGroup {
  readonly key: readonly string[];
  readonly count: number;
  /** The only row, where there is one alone, as nearly always. */
  readonly single: readonly Cell[] | null;
  /** Each distinct row by what its values are. */
  readonly rows: () => ReadonlyMap<string, CountedRow>;
}

export interface GroupReader {
  /** Answers one group after the other, then null. */
  readonly next: () => Promise<KeyGroup | null>;
  /** Ends the query when not all of its rows were read. */
  readonly stop: () => Promise<void>;
}

/** Distinct rows that one key may have: they are held in memory. */
const MOST_ROWS_OF_A_KEY = 100_000;

/** Reads `width` texts of the key and then the values of each row. Throws when the rows are not in the order of their bytes. */
export function groupReader(batches: AsyncIterable<readonly (readonly Cell[])[]>, width: number): GroupReader {
  const iterator = batches[Symbol.asyncIterator]();
  let batch: readonly (readonly Cell[])[] = [];
  let place = 0;
  let previous: readonly string[] | null = null;
  const peek = async (): Promise<readonly Cell[] | null> => {
    while (place >= batch.length) {
      const next = await iterator.next();
      if (next.done === true) return null;
      batch = next.value;
      place = 0;
    }
    return batch[place];
  };
  const nextRow = (): Promise<readonly Cell[] | null> | readonly Cell[] => {
    place++;
    return place < batch.length ? batch[place] : peek();
  };
  const next = async (): Promise<KeyGroup | null> => {
    const first = await peek();
    if (first === null) return null;
    const key = keyOf(first, width);
    if (previous !== null && compareKeys(previous, key) >= 0) throw wrongOrder();
    previous = key;
    const single = first.slice(width);
    const second = await nextRow();
    if (second === null || !isKey(second, key)) return { key, count: 1, single, rows: () => countRows([single]) };
    const rows = countRows([single]);
    let count = 1;
    for (let row: readonly Cell[] | null = second; row !== null && isKey(row, key); row = await nextRow()) {
      addRow(rows, row.slice(width));
      count++;
    }
    return { key, count, single: null, rows: () => rows };
  };
  const stop = async () => void (await iterator.return?.());
  return { next, stop };
}

function countRows(rows: readonly (readonly Cell[])[]): Map<string, CountedRow> {
  const counted = new Map<string, CountedRow>();
  for (const cells of rows) addRow(counted, cells);
  return counted;
}

function addRow(rows: Map<string, CountedRow>, cells: readonly Cell[]): void {
  const text = rowKey(cells);
  const known = rows.get(text);
  if (known !== undefined) known.times++;
  else if (rows.size < MOST_ROWS_OF_A_KEY) rows.set(text, { cells, times: 1 });
  else throw tooMany();
}

function keyOf(row: readonly Cell[], width: number): readonly string[] {
  return row.slice(0, width).map(String);
}

function isKey(row: readonly Cell[], key: readonly string[]): boolean {
  return key.every((text, index) => row[index] === text);
}

/** Values are told apart with their lengths, so that two of them never run together. */
function rowKey(cells: readonly Cell[]): string {
  return cells
    .map((cell) => {
      const text = cellKey(cell);
      return `${text.length}:${text}`;
    })
    .join('');
}

function wrongOrder(): TsdbtError {
  const message =
    'The database answers rows in another order than that of the bytes of their key, so two databases cannot be compared row by row.';
  return new TsdbtError([{ code: 'TSDBT_COMPARISON_IMPOSSIBLE', severity: 'error', message }]);
}

function tooMany(): TsdbtError {
  return new TsdbtError([
    {
      code: 'TSDBT_COMPARISON_IMPOSSIBLE',
      severity: 'error',
      message: `More than ${MOST_ROWS_OF_A_KEY} different rows have the same key.`,
      hint: 'Compare by a key that tells rows apart.',
    },
  ]);
}
