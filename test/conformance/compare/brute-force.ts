/** Comparing rows as its definition reads, slowly: what the statements of both databases must answer too. */
import type { Cell } from '../../../core/adapter/cell.js';

export type Row = readonly Cell[];

export interface Expected {
  readonly rows: Record<'before' | 'after' | 'added' | 'removed' | 'changed' | 'same', number>;
  readonly nulls: { before: number; after: number };
  readonly repeated: { before: number; after: number };
  /** Mismatches by position of the column. */
  readonly mismatches: readonly number[];
}

/** How a value of the generator is written, so that equal ones are written alike. */
const written = (cell: Cell): string => {
  if (cell === null) return 'null';
  if (typeof cell === 'string') return `'${cell}'`;
  return typeof cell === 'object' ? `${cell.kind} ${cell.text}` : String(Number(cell));
};
const textOf = (row: Row): string => row.map(written).join('|');

/** Takes away rows that both have; pairs what is left by key. */
export function bruteForce(before: readonly Row[], after: readonly Row[], key: readonly number[]): Expected {
  const left = [...before];
  const right: Row[] = [];
  for (const row of after) {
    const twin = left.findIndex((other) => textOf(other) === textOf(row));
    if (twin === -1) right.push(row);
    else left.splice(twin, 1);
  }
  const same = before.length - left.length;
  const keyOf = (row: Row) => textOf(key.map((index) => row[index]));
  const pairs = left.flatMap((row) => {
    const mine = left.filter((other) => keyOf(other) === keyOf(row));
    const theirs = right.filter((other) => keyOf(other) === keyOf(row));
    return key.length > 0 && mine.length === 1 && theirs.length === 1 ? [[row, theirs[0]] as const] : [];
  });
  const width = Math.max(0, ...[...before, ...after].map((row) => row.length));
  return {
    rows: {
      before: before.length,
      after: after.length,
      same,
      changed: pairs.length,
      removed: left.length - pairs.length,
      added: right.length - pairs.length,
    },
    nulls: { before: nulls(before, key), after: nulls(after, key) },
    repeated: { before: repeated(before, key), after: repeated(after, key) },
    mismatches: Array.from(
      { length: width },
      (_, index) => pairs.filter(([a, b]) => written(a[index]) !== written(b[index])).length,
    ),
  };
}

function nulls(rows: readonly Row[], key: readonly number[]): number {
  return rows.filter((row) => key.some((index) => row[index] === null)).length;
}

function repeated(rows: readonly Row[], key: readonly number[]): number {
  const whole = rows.filter((row) => key.every((index) => row[index] !== null));
  const keys = whole.map((row) => textOf(key.map((index) => row[index])));
  return new Set(keys.filter((one, place) => key.length > 0 && keys.indexOf(one) !== place)).size;
}
