/** What a failing test found: its first rows, the line that shows them all, its compiled file, and its query while that is short. */
import type { NodeResult } from '../../../core/index.js';
import { printable } from '../text/measure.js';
import { rowTable } from '../text/row-table.js';
import type { DiagnosticContext } from './diagnostic-lines.js';

/** Nothing for a result without rows to show. */
export function failingRows(result: NodeResult, { style, width, showCommand }: DiagnosticContext): string[] {
  const { node, sample, failures, compiledPath } = result;
  if (sample === null) return [];
  const table = rowTable(sample.columns, sample.rows, { width: width - 2 });
  const count = countsRows(node) ? failures : null;
  const hidden = (count ?? 0) - sample.rows.length;
  const hasRows = sample.rows.length > 0;
  const command = showCommand?.(node, rowLimit(count, sample.rows.length)) ?? '';
  const label = hasRows ? 'All of them:' : 'The query:';
  return [
    ...(hasRows ? ['', ...table.map((line) => `  ${line}`)] : []),
    ...(hidden > 0 && hasRows ? [style.dim(`  ... and ${hidden} more`)] : []),
    '',
    `  ${style.dim(label)} ${command}`.trimEnd(),
    ...(compiledPath === undefined ? [] : [`  ${style.dim('compiled code at')} ${compiledPath}`]),
    ...queryLines(sample.query, compiledPath === undefined),
  ];
}

/** Rows that `show` prints without a limit. */
const SHOWN_ROWS = 5;
/** So many are printed by a line that is pasted without another thought. */
const MOST_ROWS = 1000;

function rowLimit(count: number | null, shown: number): number | null {
  if ((count ?? shown) < SHOWN_ROWS || count === SHOWN_ROWS) return null;
  return count !== null && count <= MOST_ROWS ? -1 : MOST_ROWS;
}

/** A query of more lines is in its file. */
const MOST_LINES = 10;

function queryLines(query: string, isOnlyHere: boolean): string[] {
  const lines = printable(query).trim().split('\n');
  return isOnlyHere || lines.length <= MOST_LINES ? lines.map((line) => `    ${line}`) : [];
}

/** Whether the failures of a test are its rows: a `fail_calc` may sum up something else. */
function countsRows({ config }: NodeResult['node']): boolean {
  const { fail_calc: calc } = config;
  return typeof calc !== 'string' || /^\s*count\s*\(\s*\*\s*\)\s*$/i.test(calc);
}
