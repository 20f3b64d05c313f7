/** What the built-in test `completeness` states beside its verdict: the share that it found, per group when it was asked so. */
import type { Cell, StatementResult } from '../../adapter/cell.js';
import type { DataTestNode } from '../../resources/node.js';
import type { MacroOrigin } from './node-facts.js';

/** Groups beyond these are only counted. */
const MOST_GROUPS = 20;

/** The code of the test with its macro replaced by the one that spells the summary; null when the test has none. */
export function summaryCode(node: DataTestNode, macroOrigin: MacroOrigin): string | null {
  if (node.testMetadata?.name !== 'completeness' || macroOrigin('test_completeness') !== 'built-in') return null;
  return node.rawCode.replace('test_completeness(', 'test_completeness_summary(');
}

/** Rows that are enough to say it. */
export const SUMMARY_ROWS = MOST_GROUPS + 1;

/** `complete: 0.98 (49 of 50)`, with groups, the lowest first, `complete: b 0.5 (1 of 2), a 1 (3 of 3)`. */
export function summaryText({ rows }: StatementResult): string {
  const parts = rows.slice(0, MOST_GROUPS).map((row) => {
    const [share, complete, total] = row.slice(-3).map(cellText);
    const group = row.slice(0, -3).map(cellText).join(' / ');
    const found = total === '0' ? 'no rows' : `${share} (${complete} of ${total})`;
    return group === '' ? found : `${group} ${found}`;
  });
  const more = rows.length > MOST_GROUPS ? ', and more' : '';
  return `complete: ${parts.length === 0 ? 'no rows' : parts.join(', ')}${more}`;
}

function cellText(cell: Cell): string {
  const text = cell === null ? 'null' : typeof cell === 'object' ? cell.text : String(cell);
  return /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text;
}
