/** Rows of a result as a table for people, fitted to the width of the screen. Values keep every digit. */
import { type Cell, cellText, type ResultColumn } from '../../../core/index.js';
import { type ChangedValue, mapValue, shortChange, wholeChange } from './changed-value.js';
import { displayWidth, pad, printable, truncate } from './measure.js';

export interface RowTableOptions {
  /** Columns of the screen; null never cuts. */
  readonly width: number | null;
}

export type TableCell = Cell | ChangedValue;

/** No column is cut shorter: where not all fit so, the last ones are left out and named below the table. */
const LEAST_COLUMN = 10;

/** The same for a column with a value that became another. */
const LEAST_CHANGE = 20;

/** A number without its last digits is another number, so up to here its column is left out before it is cut. */
const LEAST_NUMBER = 40;

/** Where nothing is cut, a longer value stands out of its column: one of a megabyte does not make a thousand rows a gigabyte. */
const MOST_PADDING = 200;

/** Units that a character on the screen may take. */
const FAR = 20;

/** Draws `| a | b |` lines: a header, a rule, the rows. Numbers stand at the right. */
export function rowTable(
  columns: readonly ResultColumn[],
  rows: readonly (readonly TableCell[])[],
  { width }: RowTableOptions,
): string[] {
  const text = (value: string) => oneLine(width === null ? value : value.slice(0, width * FAR));
  const header = columns.map((column) => text(column.name));
  const body = rows.map((row) => row.map((cell) => shownCell(cell, text)));
  const sizes = header.map((name, index) =>
    columnSize(
      name,
      body.map((row) => row[index]),
    ),
  );
  const widths =
    width === null ? sizes.map(({ natural }) => Math.min(natural, MOST_PADDING)) : columnWidths(sizes, width);
  const isRight = columns.map((_, index) => rows.length > 0 && rows.every((row) => isNumeric(row[index])));
  const line = (cells: readonly ShownCell[], rightAligned: readonly boolean[]) =>
    `| ${widths.map((size, index) => pad(width === null ? cells[index].whole : cells[index].cut(size), size, { atStart: rightAligned[index] })).join(' | ')} |`;
  const none = columns.map(() => false);
  return [
    line(
      header.map((name) => shownCell(name, (same) => same)),
      none,
    ),
    `| ${widths.map((size) => '-'.repeat(size)).join(' | ')} |`,
    ...body.map((row) => line(row, isRight)),
    ...leftOut(header.slice(widths.length), width),
  ];
}

interface ShownCell {
  readonly whole: string;
  readonly cut: (width: number) => string;
  /** Columns that it needs where it is not to be cut further. */
  readonly least: number;
}

function shownCell(cell: TableCell, text: (value: string) => string): ShownCell {
  if (isChanged(cell)) {
    const change = mapValue(cell, text);
    return { whole: wholeChange(change), cut: (width) => shortChange(change, width), least: LEAST_CHANGE };
  }
  const whole = text(cellText(cell) ?? '');
  const least = cell !== null && isNumeric(cell) ? LEAST_NUMBER : LEAST_COLUMN;
  return { whole, cut: (width) => truncate(whole, width), least };
}

function isChanged(cell: TableCell): cell is ChangedValue {
  return typeof cell === 'object' && cell !== null && 'before' in cell;
}

interface ColumnSize {
  readonly natural: number;
  readonly least: number;
}

function columnSize(name: string, cells: readonly ShownCell[]): ColumnSize {
  const own = Math.max(displayWidth(name), 2);
  return cells.reduce(
    ({ natural, least }, cell) => {
      const size = displayWidth(cell.whole);
      return { natural: Math.max(natural, size), least: Math.max(least, Math.min(size, cell.least)) };
    },
    { natural: own, least: Math.min(own, LEAST_COLUMN) },
  );
}

function leftOut(names: readonly string[], width: number | null): string[] {
  if (names.length === 0) return [];
  const line = `... and ${names.length} more ${names.length === 1 ? 'column' : 'columns'}: ${names.join(', ')}`;
  return [width === null ? line : truncate(line, width)];
}

function isNumeric(cell: TableCell | undefined): boolean {
  if (cell === null || cell === undefined) return true;
  if (typeof cell === 'object') return 'kind' in cell && cell.kind === 'decimal';
  return typeof cell === 'number' || typeof cell === 'bigint';
}

function oneLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** As many columns as there is room for, at least one. */
function columnWidths(sizes: readonly ColumnSize[], total: number): number[] {
  let room = total - 1;
  let count = 0;
  while (count < sizes.length && room >= sizes[count].least + 3) {
    room -= sizes[count].least + 3;
    count++;
  }
  if (count > 0) return narrow(sizes.slice(0, count), total);
  return narrow(
    sizes.slice(0, 1).map(({ natural }) => ({ natural, least: Math.min(natural, LEAST_COLUMN) })),
    total,
  );
}

/** Takes columns from the widest first until all fit. */
function narrow(sizes: readonly ColumnSize[], total: number): number[] {
  const widths = sizes.map(({ natural }) => natural);
  const frame = 3 * widths.length + 1;
  let excess = widths.reduce((sum, size) => sum + size, frame) - total;
  while (excess > 0) {
    const open = widths.filter((size, index) => size > sizes[index].least);
    if (open.length === 0) break;
    const widest = Math.max(...open);
    const index = widths.findIndex((size, at) => size === widest && size > sizes[at].least);
    const next = Math.max(...open.filter((size) => size < widest), sizes[index].least);
    const cut = Math.min(widest - next, excess);
    widths[index] -= cut;
    excess -= cut;
  }
  return widths;
}
