/** A table as text with bars, as `print_table` shows it. Values are printed whole digits and all; only long texts are cut. */
import { str } from '../../../template/values/text.js';
import type { Value } from '../../../template/values/value.js';
import type { TableData } from './table-data.js';

export interface PrintBounds {
  readonly maxRows: number | null;
  readonly maxColumns: number | null;
  readonly maxColumnWidth: number | null;
}

const DOTS = '...';

/** Lines without a break at the end. */
export function printTable({ columns, rows }: TableData, bounds: PrintBounds): string {
  const columnCount = bounds.maxColumns ?? columns.length;
  const rowCount = bounds.maxRows ?? rows.length;
  const shown = columns.slice(0, columnCount);
  const cut = (text: string) => cutText(text, bounds.maxColumnWidth);
  const header = shown.map(({ name }) => cut(name));
  const body = rows.slice(0, rowCount).map((row) => shown.map((_, index) => cut(cellText(row[index]))));
  if (rows.length > rowCount) body.push(shown.map(() => DOTS));
  const lines = columns.length > columnCount ? [header, ...body].map((line) => [...line, DOTS]) : [header, ...body];
  const widths = lines[0].map((_, index) =>
    lines.reduce((widest, line) => Math.max(widest, [...line[index]].length), 0),
  );
  const isRight = widths.map((_, index) => ['integer', 'number'].includes(shown[index]?.type ?? 'text'));
  const padded = lines.map((line) => line.map((text, index) => pad(text, widths[index], isRight[index])));
  const rule = widths.map((width) => '-'.repeat(width));
  return [padded[0], rule, ...padded.slice(1)].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function cellText(value: Value): string {
  return value === null ? '' : str(value);
}

function cutText(text: string, width: number | null): string {
  const characters = [...text];
  return width === null || characters.length <= width ? text : characters.slice(0, width - DOTS.length).join('') + DOTS;
}

function pad(text: string, width: number, isRight: boolean): string {
  const blanks = ' '.repeat(width - [...text].length);
  return isRight ? blanks + text : text + blanks;
}
