/** What the end of a run says beside its failures: which nodes took the time, and why others were not run. */
import type { NodeResult, RunResult } from '../../../core/index.js';
import { printable } from '../text/measure.js';
import { shortName } from './node-lines.js';
import { kindOf, plural } from './summary-lines.js';

/** A run that is over in less is not worth a look at its parts. */
const WORTH_SECONDS = 1;
const WORTH_NODES = 4;
const MOST_SLOW = 3;
const LEAST_SECONDS = 0.1;
const MOST_CAUSES = 8;

/** The slowest nodes of a run that took its time, slowest first. */
export function slowestNodes({ results, elapsed }: RunResult): readonly NodeResult[] {
  const begun = results.filter(({ timing }) => timing.length > 0);
  if (elapsed < WORTH_SECONDS || begun.length < WORTH_NODES) return [];
  return begun
    .filter(({ executionTime }) => executionTime >= LEAST_SECONDS)
    .sort((a, b) => b.executionTime - a.executionTime)
    .slice(0, MOST_SLOW);
}

/** `Slowest: orders 2.60s, unique_orders_id 0.41s`. */
export function slowestLine(nodes: readonly NodeResult[]): string {
  const parts = nodes.map(({ node, executionTime }) => `${shortName(node.name)} ${executionTime.toFixed(2)}s`);
  return `Slowest: ${parts.join(', ')}`;
}

/** How many nodes each cause kept from running, the largest number first. */
export function skipCauses(results: readonly NodeResult[]): ReadonlyMap<string, number> {
  const causes = new Map<string, number>();
  for (const result of results.filter((each) => kindOf(each) === 'skip')) {
    const cause = causeOf(result);
    causes.set(cause, (causes.get(cause) ?? 0) + 1);
  }
  return new Map([...causes].sort(([, a], [, b]) => b - a));
}

/** A title, and a line for each cause. */
export function skippedLines(causes: ReadonlyMap<string, number>): string[] {
  const total = [...causes.values()].reduce((sum, count) => sum + count, 0);
  const shown = [...causes].slice(0, MOST_CAUSES);
  const hidden = causes.size - shown.length;
  return [
    `${plural(total, 'node')} skipped:`,
    ...shown.map(([cause, count]) => `  ${count} ${cause}`),
    ...(hidden > 0 ? [`  ... and ${plural(hidden, 'more cause')}`] : []),
  ];
}

function causeOf({ message, status }: NodeResult): string {
  if (status === 'cancelled') return 'because the run was cancelled';
  return printable(message)
    .split('\n')[0]
    .replace(/^Skipp(ed|ing) /, '');
}
