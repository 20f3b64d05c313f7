/**
 * What differs between two looks at one relation, before and after it was built: the rows of the first look are gone by
 * then, so what was kept of them is compared here. Pure; says nothing of rows that a bounded look has not seen.
 */
import type { Cell } from '../adapter/cell.js';
import type { ComparedColumn } from './comparison.js';
import { cellKey } from './values/same-cell.js';

export interface RelationSample {
  readonly columns: readonly ComparedColumn[];
  /** The columns that `rows` are ordered by and that tell rows apart; empty when nothing says so. */
  readonly key: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Whether `rows` are all there are. */
  readonly isWhole: boolean;
  /** Null when there are more than are counted. */
  readonly count: number | null;
}

interface ChangedRow {
  readonly before: readonly Cell[];
  readonly after: readonly Cell[];
  /** Names of the columns that differ. */
  readonly columns: readonly string[];
}

export interface SampleDifferences {
  readonly added: readonly string[];
  readonly dropped: readonly string[];
  readonly retyped: readonly { readonly name: string; readonly before: string; readonly after: string }[];
  /** Null when rows cannot be told apart and not all of them were seen. Cells of removed rows stand in the columns before. */
  readonly rows: {
    readonly added: readonly (readonly Cell[])[];
    readonly removed: readonly (readonly Cell[])[];
    readonly changed: readonly ChangedRow[];
    /** Whether these are all differences there are. */
    readonly isWhole: boolean;
  } | null;
}

/** Compares what stood with what stands. */
export function compareSamples(before: RelationSample, after: RelationSample): SampleDifferences {
  const had = new Map(before.columns.map((column) => [column.name, column]));
  const has = new Set(after.columns.map(({ name }) => name));
  return {
    added: after.columns.filter(({ name }) => !had.has(name)).map(({ name }) => name),
    dropped: before.columns.filter(({ name }) => !has.has(name)).map(({ name }) => name),
    retyped: after.columns.flatMap(({ name, type }) => {
      const earlier = had.get(name)?.type ?? null;
      return earlier === null || type === null || earlier === type ? [] : [{ name, before: earlier, after: type }];
    }),
    rows: compareRows(before, after),
  };
}

function compareRows(before: RelationSample, after: RelationSample): SampleDifferences['rows'] {
  const hasKey = after.key.length > 0 && isSameList(before.key, after.key);
  const isWhole = before.isWhole && after.isWhole;
  if (!hasKey && !isWhole) return null;
  const common = after.columns
    .map(({ name }) => name)
    .filter((name) => before.columns.some((one) => one.name === name));
  const key = hasKey ? after.key : common;
  const [left, right] = [byKey(before, key), byKey(after, key)];
  // A key that several rows have tells nothing apart.
  if (hasKey && (left === null || right === null)) return null;
  return left === null || right === null
    ? countedRows(before, after, common)
    : keyedRows({ sample: before, rows: left }, { sample: after, rows: right }, common);
}

type Rows = ReadonlyMap<string, readonly Cell[]>;
interface Side {
  readonly sample: RelationSample;
  readonly rows: Rows;
}

/** Null when two rows have the same key. */
function byKey(sample: RelationSample, key: readonly string[]): Rows | null {
  const rows = new Map(sample.rows.map((row) => [keyText(sample, row, key), row]));
  return rows.size < sample.rows.length ? null : rows;
}

/**
 * Both sides are the first rows in the same order. Where one of them ends before its rows do, what stands behind the last
 * row that both have may lie beyond the end of the other, and is left out.
 */
function keyedRows(before: Side, after: Side, common: readonly string[]): SampleDifferences['rows'] {
  const removedUpTo = after.sample.isWhole ? Number.POSITIVE_INFINITY : lastShared(before.rows, after.rows);
  const addedUpTo = before.sample.isWhole ? Number.POSITIVE_INFINITY : lastShared(after.rows, before.rows);
  const others = (own: Rows, other: Rows, upTo: number) =>
    [...own].filter(([key], index) => index <= upTo && !other.has(key)).map(([, row]) => row);
  const changed = [...after.rows].flatMap(([key, row]): ChangedRow[] => {
    const earlier = before.rows.get(key);
    if (earlier === undefined) return [];
    const columns = common.filter(
      (name) => cellKey(cell(before.sample, earlier, name)) !== cellKey(cell(after.sample, row, name)),
    );
    return columns.length === 0 ? [] : [{ before: earlier, after: row, columns }];
  });
  return {
    added: others(after.rows, before.rows, addedUpTo),
    removed: others(before.rows, after.rows, removedUpTo),
    changed,
    isWhole: before.sample.isWhole && after.sample.isWhole,
  };
}

/** The place of the last of these rows that the others have too; -1 for none. */
function lastShared(rows: Rows, others: Rows): number {
  return [...rows.keys()].findLastIndex((key) => others.has(key));
}

/** Rows without a key, as often as each stands on a side. */
function countedRows(
  before: RelationSample,
  after: RelationSample,
  common: readonly string[],
): SampleDifferences['rows'] {
  return { added: surplus(after, before, common), removed: surplus(before, after, common), changed: [], isWhole: true };
}

function surplus(own: RelationSample, other: RelationSample, common: readonly string[]) {
  const left = new Map<string, number>();
  for (const row of other.rows) {
    const text = keyText(other, row, common);
    left.set(text, (left.get(text) ?? 0) + 1);
  }
  return own.rows.filter((row) => {
    const text = keyText(own, row, common);
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}

function keyText(sample: RelationSample, row: readonly Cell[], key: readonly string[]): string {
  return JSON.stringify(key.map((name) => cellKey(cell(sample, row, name))));
}

function cell({ columns }: RelationSample, row: readonly Cell[], name: string): Cell {
  return row[columns.findIndex((column) => column.name === name)] ?? null;
}

function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}
