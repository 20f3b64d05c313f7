/** The end of a run: what failed, once each, with all that helps to mend it; then dbt's closing line. */
import type { GraphNode, NodeResult, RunResult } from '../../../core/index.js';
import { printable } from '../text/measure.js';
import { type DiagnosticContext, diagnosticLines } from './diagnostic-lines.js';
import { failingRows } from './failing-rows.js';
import { describeNode } from './node-lines.js';

export interface RunStats {
  readonly pass: number;
  readonly warn: number;
  readonly error: number;
  readonly skip: number;
  readonly noop: number;
  readonly total: number;
}

/** Counts results as dbt's closing line does; what was cancelled counts as an error once it had begun, else as skipped. */
export function countResults(results: readonly NodeResult[]): RunStats {
  const kinds = results.map(kindOf);
  const count = (kind: ReturnType<typeof kindOf>) => kinds.filter((other) => other === kind).length;
  return {
    pass: count('pass'),
    warn: count('warn'),
    error: count('error'),
    skip: count('skip'),
    noop: count('noop'),
    total: results.length,
  };
}

/** What a result counts as in the closing line. */
export function kindOf({ status, timing }: NodeResult): 'pass' | 'warn' | 'error' | 'skip' | 'noop' {
  switch (status) {
    case 'success':
    case 'pass':
      return 'pass';
    case 'warn':
      return 'warn';
    case 'error':
    case 'fail':
      return 'error';
    case 'skipped':
      return 'skip';
    case 'no-op':
      return 'noop';
    case 'cancelled':
      return timing.length > 0 ? 'error' : 'skip';
  }
}

/** `Done. PASS=6 WARN=1 ERROR=1 SKIP=1 NO-OP=0 TOTAL=9`, letter for letter as dbt. */
export function statsLine(stats: RunStats): string {
  const { pass, warn, error, skip, noop, total } = stats;
  return `Done. PASS=${pass} WARN=${warn} ERROR=${error} SKIP=${skip} NO-OP=${noop} TOTAL=${total}`;
}

/** `Finished running 1 seed, 3 view models in 0 hours 0 minutes and 0.32 seconds (0.32s).` */
export function finishedLine({ results, elapsed }: RunResult): string {
  const counts = new Map<string, number>();
  for (const { node } of results) counts.set(kindName(node), (counts.get(kindName(node)) ?? 0) + 1);
  const stats = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => plural(count, name));
  const hours = Math.floor(elapsed / 3600);
  const minutes = Math.floor((elapsed % 3600) / 60);
  const seconds = (elapsed % 60).toFixed(2);
  return `Finished running ${stats.join(', ')} in ${hours} hours ${minutes} minutes and ${seconds} seconds (${elapsed.toFixed(2)}s).`;
}

function kindName(node: GraphNode): string {
  switch (node.resourceType) {
    case 'model':
      return `${String(node.config.materialized ?? 'view')} model`;
    case 'test':
      return 'data test';
    case 'source':
      return 'source load';
    case 'operation':
      return 'project hook';
    default:
      return node.resourceType;
  }
}

/** `1 seed`, `2 seeds`. */
export function plural(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun.endsWith('ysis') ? `${noun.slice(0, -2)}es` : `${noun}s`}`;
}

/** `Completed successfully` or how much of it was not. */
export function completedLine({ results, wasCancelled }: RunResult): string {
  const { error, warn } = countResults(results);
  if (wasCancelled) return 'Cancelled.';
  if (error === 0 && warn === 0) return 'Completed successfully';
  const parts = [error > 0 ? plural(error, 'error') : '', warn > 0 ? plural(warn, 'warning') : ''];
  return `Completed with ${parts.filter((part) => part !== '').join(' and ')}:`;
}

/** The details of one result that failed or warned: its diagnostics, its failing rows, the query for the rest. */
export function problemLines(result: NodeResult, context: DiagnosticContext): string[] {
  const { style } = context;
  const title = `${problemWord(result)} in ${describeNode(result.node)} (${result.node.originalFilePath})`;
  const isWarning = result.status === 'warn';
  const details = result.diagnostics.flatMap((diagnostic) => diagnosticLines(diagnostic, context));
  return [
    isWarning ? style.yellow(title) : style.red(title),
    ...(details.length > 0 ? details : printable(result.message).split('\n')).map((line) => `  ${line}`.trimEnd()),
    ...failingRows(result, context),
  ];
}

function problemWord({ status }: NodeResult): string {
  if (status === 'warn') return 'Warning';
  return status === 'cancelled' ? 'Cancelled' : 'Failure';
}
