/** Rows of a result as CSV by RFC 4180: exact values, a header, lines that end with CR LF. */
import papaparse from 'papaparse';
import { type Cell, cellText, type ResultColumn } from '../../../core/index.js';

/** Nothing between two commas is null; an empty text is `""`. */
export function rowsCsv(columns: readonly ResultColumn[], rows: readonly (readonly Cell[])[]): string {
  const lines = [columns.map(({ name }) => name), ...rows.map((row) => row.map(cellText))];
  return `${papaparse.unparse(lines, { newline: '\r\n', quotes: (value) => value === '' })}\r\n`;
}
