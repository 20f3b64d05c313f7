/** Blocks of Markdown: fences and tables. A block is whole or left out; none is ever cut. */
import { oneLine, visible } from './inline.js';

/** A fence that no line of the text can end. */
export function fence(text: string, language = 'text'): string {
  const body = visible(text).trimEnd();
  const runs = [...body.matchAll(/`{3,}/g)].map(([run]) => run.length);
  const ticks = '`'.repeat(Math.max(2, ...runs) + 1);
  return `${ticks}${language}\n${body}\n${ticks}`;
}

/** Cells are Markdown already. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = line(header.map((_, index) => (right.includes(index) ? '--:' : '---')));
  return [line(header), rule, ...rows.map(line)].join('\n');
}

/** Longest text of a cell of data. */
const LONGEST_CELL = 60;
const NULL_TEXT = 'NULL';

/** Rows of data in a fence, where nothing of them is Markdown; null is told from an empty text. */
export function dataTable(columns: readonly string[], rows: readonly (readonly (string | null)[])[]): string {
  const cells = [columns, ...rows].map((row) => row.map((cell) => shortened(oneLine(cell ?? NULL_TEXT))));
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => lengthOf(row[index] ?? ''))));
  const lines = cells.map((row) =>
    row
      .map((cell, index) => cell + ' '.repeat(widths[index] - lengthOf(cell)))
      .join(' | ')
      .trimEnd(),
  );
  const rule = widths.map((width) => '-'.repeat(width)).join('-|-');
  return fence([lines[0], rule, ...lines.slice(1)].join('\n'));
}

function shortened(text: string): string {
  return lengthOf(text) <= LONGEST_CELL ? text : `${[...text].slice(0, LONGEST_CELL - 1).join('')}…`;
}

function lengthOf(text: string): number {
  return [...text].length;
}

/** Hidden until somebody opens it. The title is Markdown that a summary line may hold: plain words and code. */
export function details(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
