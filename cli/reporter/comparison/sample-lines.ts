/** The first rows that differ, as one table for each kind of difference. */
import type { Comparison, ResultColumn, RowDifference } from '../../../core/index.js';
import { changedValue, seenCell } from '../text/changed-value.js';
import { rowTable, type TableCell } from '../text/row-table.js';
import type { Style } from '../text/style.js';

export interface DiffLook {
  readonly style: Style;
  /** Columns of the screen; null never cuts. */
  readonly width: number | null;
}

type Kind = RowDifference['kind'];
type Changed = Extract<RowDifference, { kind: 'changed' }>;

/** Tables with a heading each; how many rows are not shown stands below. */
export function sampleLines(comparison: Comparison, look: DiffLook): string[] {
  return [
    ...table('changed', changedTable(comparison), comparison, look),
    ...table('added', wholeTable('added', comparison), comparison, look),
    ...table('removed', wholeTable('removed', comparison), comparison, look),
  ];
}

interface Sampled {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly TableCell[])[];
  /** Rows that these stand for. */
  readonly covered: number;
}

const headings = { changed: 'Changed rows', added: 'Added rows', removed: 'Removed rows' } as const;

function table(
  kind: Kind,
  { columns, rows, covered }: Sampled,
  { rows: counts }: Comparison,
  look: DiffLook,
): string[] {
  if (rows.length === 0) return [];
  const { style, width } = look;
  const paint = { changed: style.yellow, added: style.green, removed: style.red }[kind];
  const lines = rowTable(columns, rows, { width: width === null ? null : width - 2 });
  const hidden = counts[kind] - covered;
  return [
    '',
    `  ${paint(headings[kind])}`,
    ...lines.map((line) => `  ${line}`),
    ...(hidden > 0 ? [style.dim(`  ... and ${hidden} more`)] : []),
  ];
}

/** The key, and the columns that differ in one of the rows: `open -> paid`. */
function changedTable({ samples, columns, key }: Comparison): Sampled {
  const changed = samples.filter((one): one is Changed => one.kind === 'changed');
  const isShown = ({ name }: ResultColumn) =>
    key?.columns.includes(name) === true || changed.some((row) => row.changedColumns.includes(name));
  const shown = columns.common.flatMap((column, index) => (isShown(column) ? [{ column, index }] : []));
  const rows = changed.map(({ before, after, changedColumns }) =>
    shown.map(({ column, index }) =>
      changedColumns.includes(column.name) ? changedValue(before[index], after[index]) : seenCell(after[index]),
    ),
  );
  return { columns: shown.map(({ column }) => column), rows, covered: changed.length };
}

function wholeTable(kind: 'added' | 'removed', { samples, columns, key }: Comparison): Sampled {
  const found = samples.filter((one) => one.kind === kind);
  const isRepeated = found.some(({ times }) => times > 1);
  const inKey = ({ name }: ResultColumn) => key?.columns.includes(name) === true;
  const order = [
    ...columns.common.flatMap((column, index) => (inKey(column) ? [index] : [])),
    ...columns.common.flatMap((column, index) => (inKey(column) ? [] : [index])),
  ];
  const rows = found.map(({ before, after, times }) => {
    const cells = before ?? after ?? [];
    return [...(isRepeated ? [BigInt(times)] : []), ...order.map((index) => seenCell(cells[index]))];
  });
  const times = isRepeated ? [{ name: 'times', type: null }] : [];
  return {
    columns: [...times, ...order.map((index) => columns.common[index])],
    rows,
    covered: found.reduce((sum, one) => sum + one.times, 0),
  };
}
