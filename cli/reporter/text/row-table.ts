/** Rows of a result as a table for people, fitted to the width of the screen. Values keep every digit. */
import { type Cell, cellText, type ResultColumn } from '../../../core/index.js';
import { displayWidth, pad, printable, truncate } from './measure.js';

export interface RowTableOptions {
  /** Columns of the screen; null never cuts. */
  readonly width: number | null;
}

const LEAST_COLUMN = 6;

/** Where nothing is cut, a longer value stands out of its column: one of a megabyte does not make a thousand rows a gigabyte. */
const MOST_PADDING = 200;

/** Draws `| a | b |` lines: a header, a rule, the rows. Numbers stand at the right. */
export function rowTable(
  columns: readonly ResultColumn[],
  rows: readonly (readonly Cell[])[],
  { width }: RowTableOptions,
): string[] {
  const header = columns.map((column) => oneLine(column.name));
  const body = rows.map((row) => row.map((cell) => oneLine(cellText(cell) ?? '')));
  const natural = header.map((name, index) =>
    body.reduce((widest, row) => Math.max(widest, displayWidth(row[index] ?? '')), Math.max(displayWidth(name), 2)),
  );
  const widths = width === null ? natural.map((size) => Math.min(size, MOST_PADDING)) : narrow(natural, width);
  const isRight = columns.map((_, index) => rows.length > 0 && rows.every((row) => isNumeric(row[index])));
  const line = (cells: readonly string[], rightAligned: readonly boolean[]) =>
    `| ${cells.map((cell, index) => pad(width === null ? cell : truncate(cell, widths[index]), widths[index], { atStart: rightAligned[index] })).join(' | ')} |`;
  const none = columns.map(() => false);
  return [
    line(header, none),
    `| ${widths.map((size) => '-'.repeat(size)).join(' | ')} |`,
    ...body.map((row) => line(row, isRight)),
  ];
}

function isNumeric(cell: Cell | undefined): boolean {
  if (cell === null || cell === undefined) return true;
  if (typeof cell === 'object') return cell.kind === 'decimal';
  return typeof cell === 'number' || typeof cell === 'bigint';
}

function oneLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** Takes columns from the widest first until all fit; none becomes narrower than a few characters. */
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
