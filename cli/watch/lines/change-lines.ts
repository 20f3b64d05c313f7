/** What a build changed in a relation, in few lines: rows before and after, columns, the first rows that differ. Pure. */
import {
  type Cell,
  compareSamples,
  type RelationSample,
  type ResultColumn,
  type SampleDifferences,
} from '../../../core/index.js';
import { plural } from '../../reporter/lines/summary-lines.js';
import { changedValue, seenCell } from '../../reporter/text/changed-value.js';
import { rowTable, type TableCell } from '../../reporter/text/row-table.js';
import type { Style } from '../../reporter/text/style.js';

export interface Looks {
  /** Null when the relation did not stand, or was not looked at. */
  readonly before: RelationSample | null;
  readonly after: RelationSample;
}

const MOST_ROWS = 5;
const MOST_COLUMNS = 8;

/** `99 -> 101 rows, + note, amount INTEGER -> TEXT`. */
export function changeSummary({ before, after }: Looks, style: Style): string {
  if (before === null) return countText(after);
  const { added, dropped, retyped } = compareSamples(before, after);
  const columns = [
    ...added.map((name) => style.green(`+ ${name}`)),
    ...dropped.map((name) => style.red(`- ${name}`)),
    ...retyped.map((one) => style.yellow(`${one.name} ${one.before} -> ${one.after}`)),
  ];
  const isSame = before.count !== null && before.count === after.count;
  const rows = isSame ? countText(after) : `${countWord(before)} -> ${countText(after)}`;
  return [rows, ...columns].join(', ');
}

/** `2 added, 1 changed` and the first of these rows as a table; nothing where no row differs. */
export function differingRows({ before, after }: Looks, width: number): readonly string[] {
  const rows = before === null ? null : compareSamples(before, after).rows;
  if (before === null || rows === null) return [];
  const { added, removed, changed } = rows;
  const counts = [
    [added.length, 'added'],
    [removed.length, 'removed'],
    [changed.length, 'changed'],
  ] as const;
  const said = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  if (said.length === 0) return [];
  const note = rows.isWhole ? '' : ` in the first ${after.rows.length} rows`;
  return [`${said.join(', ')}${note}`, ...table({ before, after }, rows, width)];
}

type Rows = NonNullable<SampleDifferences['rows']>;

function table({ before, after }: { before: RelationSample; after: RelationSample }, rows: Rows, width: number) {
  const shown = shownColumns(after, rows);
  const inOrder = (sample: RelationSample, row: readonly Cell[]) => shown.map((name) => cellOf(sample, row, name));
  const lines: (readonly TableCell[])[] = [
    ...rows.changed.map(({ before: old, after: fresh, columns }) => [
      '~',
      ...shown.map((name) => {
        const cell = cellOf(after, fresh, name);
        return columns.includes(name) ? changedValue(cellOf(before, old, name), cell) : cell;
      }),
    ]),
    ...rows.added.map((row) => ['+', ...inOrder(after, row)]),
    ...rows.removed.map((row) => ['-', ...inOrder(before, row)]),
  ];
  const header: ResultColumn[] = ['', ...shown].map((name) => ({ name, type: null }));
  const hidden = lines.length - MOST_ROWS;
  const drawn = rowTable(header, lines.slice(0, MOST_ROWS), { width });
  return hidden > 0 ? [...drawn, `... and ${hidden} more`] : drawn;
}

/** The key first, then what changed, then the others as they come. */
function shownColumns({ key, columns }: RelationSample, { changed }: Rows): readonly string[] {
  const names = columns.map(({ name }) => name);
  const differing = new Set(changed.flatMap((row) => row.columns));
  const ordered = new Set([...key, ...names.filter((name) => differing.has(name)), ...names]);
  return [...ordered].slice(0, MOST_COLUMNS);
}

function cellOf({ columns }: RelationSample, row: readonly Cell[], name: string): Cell {
  return seenCell(row[columns.findIndex((column) => column.name === name)] ?? null);
}

/** Rows are counted up to a million. */
function countWord({ count }: RelationSample): string {
  return count === null ? 'over 1000000' : String(count);
}

function countText(sample: RelationSample): string {
  return sample.count === null ? `${countWord(sample)} rows` : plural(sample.count, 'row');
}
