/** Counts what differs as groups of rows with one key come by, and keeps the first differences of each kind. Holds no other rows. */
import type { Cell } from '../../adapter/cell.js';
import type { Comparison, RowDifference } from '../comparison.js';
import { isSameCell } from '../values/same-cell.js';
import type { CountedRow, KeyGroup } from './read-groups.js';

export interface TallyOptions {
  /** Names of the columns that are compared. */
  readonly columns: readonly string[];
  /** Positions of the key; empty when rows are compared whole. */
  readonly key: readonly number[];
  readonly sampleLimit: number;
}

export interface Tally {
  /** Rows with one key; null where a side has none. */
  readonly add: (before: KeyGroup | null, after: KeyGroup | null) => void;
  readonly result: () => Omit<Comparison, 'columns'>;
}

export function createTally({ columns, key, sampleLimit }: TallyOptions): Tally {
  const rows = { before: 0, after: 0, added: 0, removed: 0, changed: 0, same: 0 };
  const nulls = { before: 0, after: 0 };
  const repeated = { before: 0, after: 0 };
  const mismatches = columns.map(() => 0);
  const samples: Record<RowDifference['kind'], RowDifference[]> = { added: [], changed: [], removed: [] };
  const keep = (difference: RowDifference) => {
    rows[difference.kind] += difference.times;
    const kept = samples[difference.kind];
    if (kept.length < sampleLimit) kept.push(difference);
  };
  const change = (before: readonly Cell[], after: readonly Cell[]) => {
    const changed = columns.flatMap((_, index) => (isSameCell(before[index], after[index]) ? [] : [index]));
    for (const index of changed) mismatches[index]++;
    keep({ kind: 'changed', before, after, changedColumns: changed.map((index) => columns[index]), times: 1 });
  };
  const note = (side: 'before' | 'after', group: KeyGroup | null) => {
    if (group === null) return;
    rows[side] += group.count;
    if (group.key.includes('')) nulls[side] += group.count;
    else if (group.count > 1) repeated[side]++;
  };
  return {
    add: (before, after) => {
      note('before', before);
      note('after', after);
      if (isSameSingle(before, after)) return void rows.same++;
      const { gone, fresh, same } = withoutTwins(before, after);
      rows.same += same;
      const isChange = key.length > 0 && isOne(gone) && isOne(fresh);
      if (isChange) return change(gone[0].cells, fresh[0].cells);
      for (const { cells, times } of gone) keep({ kind: 'removed', before: cells, after: null, times });
      for (const { cells, times } of fresh) keep({ kind: 'added', before: null, after: cells, times });
    },
    result: () => ({
      rows,
      key: key.length === 0 ? null : { columns: key.map((index) => columns[index]), nulls, repeated },
      perColumn: columns.flatMap((name, index) =>
        mismatches[index] === 0 ? [] : [{ name, mismatches: mismatches[index] }],
      ),
      samples: [...samples.added, ...samples.changed, ...samples.removed],
    }),
  };
}

function isSameSingle(before: KeyGroup | null, after: KeyGroup | null): boolean {
  const [a, b] = [before?.single ?? null, after?.single ?? null];
  return a !== null && b !== null && a.every((cell, index) => isSameCell(cell, b[index]));
}

function isOne(rows: readonly CountedRow[]): boolean {
  return rows.length === 1 && rows[0].times === 1;
}

const NO_ROWS: ReadonlyMap<string, CountedRow> = new Map();

/** Takes equal rows off both sides, as often as both have them. */
function withoutTwins(before: KeyGroup | null, after: KeyGroup | null) {
  const [left, right] = [before?.rows() ?? NO_ROWS, after?.rows() ?? NO_ROWS];
  const gone: CountedRow[] = [];
  const fresh: CountedRow[] = [];
  let same = 0;
  for (const [text, { cells, times }] of left) {
    const others = right.get(text)?.times ?? 0;
    same += Math.min(times, others);
    if (times > others) gone.push({ cells, times: times - others });
  }
  for (const [text, { cells, times }] of right) {
    const others = left.get(text)?.times ?? 0;
    if (times > others) fresh.push({ cells, times: times - others });
  }
  return { gone, fresh, same };
}
