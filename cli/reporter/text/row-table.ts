/** Rows of a result as a table for people, fitted to the width of the screen. Values keep every digit. */
import { type Cell, cellText, type ResultColumn } from '../../../core/index.js';
import { displayWidth, pad, printable, truncate } from './measure.js';

export interface RowTableOptions {
  /** Columns of the screen; null never cuts. */
  readonly width: number | null;
}

/** No column is cut shorter: where not all fit so, the last ones are left out and named below the table. */
const LEAST_COLUMN = 10;

/** Where nothing is cut, a longer value stands out of its column: one of a megabyte does not make a thousand rows a gigabyte. */
const MOST_PADDING = 200;

/** Units that a character on the screen may take. */
const FAR = 20;

/** Draws `| a | b |` lines: a header, a rule, the rows. Numbers stand at the right. */
export function rowTable(
  columns: readonly ResultColumn[],
  rows: readonly (readonly Cell[])[],
  { width }: RowTableOptions,
): string[] {
  const text = (value: string) => oneLine(width === null ? value : value.slice(0, width * FAR));
  const header = columns.map((column) => text(column.name));
  const body = rows.map((row) => row.map((cell) => text(cellText(cell) ?? '')));
  const natural = header.map((name, index) =>
    body.reduce((widest, row) => Math.max(widest, displayWidth(row[index] ?? '')), Math.max(displayWidth(name), 2)),
  );
  const widths = width === null ? natural.map((size) => Math.min(size, MOST_PADDING)) : columnWidths(natural, width);
  const isRight = columns.map((_, index) => rows.length > 0 && rows.every((row) => isNumeric(row[index])));
  const cellOf = (value: string, index: number, atStart: boolean) =>
    pad(width === null ? value : truncate(value, widths[index]), widths[index], { atStart });
  const line = (cells: readonly string[], rightAligned: readonly boolean[]) =>
    `| ${widths.map((_, index) => cellOf(cells[index], index, rightAligned[index])).join(' | ')} |`;
  const none = columns.map(() => false);
  return [
    line(header, none),
    `| ${widths.map((size) => '-'.repeat(size)).join(' | ')} |`,
    ...body.map((row) => line(row, isRight)),
    ...leftOut(header.slice(widths.length), width),
  ];
}

function leftOut(names: readonly string[], width: number | null): string[] {
  if (names.length === 0) return [];
  const line = `... and ${names.length} more ${names.length === 1 ? 'column' : 'columns'}: ${names.join(', ')}`;
  return [width === null ? line : truncate(line, width)];
}

function isNumeric(cell: Cell | undefined): boolean {
  if (cell === null || cell === undefined) return true;
  if (typeof cell === 'object') return cell.kind === 'decimal';
  return typeof cell === 'number' || typeof cell === 'bigint';
}

function oneLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** As many columns as there is room for, at least one. */
function columnWidths(natural: readonly number[], total: number): number[] {
  const least = natural.map((size) => Math.min(size, LEAST_COLUMN));
  let room = total - 1;
  let count = 0;
  while (count < least.length && room >= least[count] + 3) {
    room -= least[count] + 3;
    count++;
  }
  return narrow(natural.slice(0, Math.max(1, count)), total);
}

/** Takes columns from the widest first until all fit. */
function narrow(natural: readonly number[], total: number): number[] {
  const widths = [...natural];
  const frame = 3 * widths.length + 1;
  let excess = widths.reduce((sum, size) => sum + size, frame) - total;
  while (excess > 0) {
    const widest = Math.max(...widths);
    if (widest <= LEAST_COLUMN) break;
    const index = widths.indexOf(widest);
    const next = Math.max(...widths.filter((size) => size < widest), LEAST_COLUMN);
    const cut = Math.min(widest - next, excess);
    widths[index] -= cut;
    excess -= cut;
  }
  return widths;
}
