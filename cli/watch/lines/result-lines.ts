/** What became of the nodes of one build, in few words. Pure. */
import type { GraphNode, NodeResult } from '../../../core/index.js';
import { plural } from '../../reporter/lines/summary-lines.js';
import { printable } from '../../reporter/text/measure.js';
import type { Style } from '../../reporter/text/style.js';

/** `view stg_orders`, `seed raw_orders`, `test not_null_orders_id`. */
export function nodeTitle(node: GraphNode): string {
  const name = printable(node.name).replaceAll('\n', ' ');
  if (node.resourceType !== 'model') return `${node.resourceType} ${name}`;
  return `${String(node.config.materialized ?? 'view')} ${name}`;
}

/** `OK    view stg_orders (12 ms), 99 -> 101 rows`. */
export function builtLine({ node, executionTime }: NodeResult, change: string | null, style: Style): string {
  const time = style.dim(`(${duration(executionTime)})`);
  return `${style.green('OK')}    ${nodeTitle(node)} ${time}${change === null ? '' : ` ${change}`}`;
}

/** `3 built, 4 passed, 1 failed in 0.21s`. */
export function buildSummary(results: readonly NodeResult[], seconds: number): string {
  const count = (test: (result: NodeResult) => boolean) => results.filter(test).length;
  const isTest = ({ node }: NodeResult) => node.resourceType === 'test';
  const parts: readonly (readonly [number, string])[] = [
    [count((result) => result.status === 'success'), 'built'],
    [count((result) => result.status === 'pass'), 'passed'],
    [count((result) => result.status === 'warn'), 'warned'],
    [count((result) => isTest(result) && result.status === 'fail'), 'failed'],
    [count((result) => result.status === 'error'), 'in error'],
    [count((result) => result.status === 'skipped' && result.node.resourceType !== 'exposure'), 'skipped'],
    [count((result) => result.status === 'cancelled'), 'cancelled'],
  ];
  const said = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return `${said.length === 0 ? 'nothing to do' : said.join(', ')} in ${duration(seconds)}`;
}

/** `12 ms`, `1.2 s`. */
function duration(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
}

/** `models/a.sql`, or `models/a.sql and 2 more files`. */
export function savedFiles(paths: readonly string[]): string {
  const [first, ...others] = [...paths].sort();
  const more = others.length === 0 ? '' : ` and ${plural(others.length, 'more file')}`;
  return `${printable(first ?? '')}${more}`;
}
