/** From results to the exit code, as dbt decides it. */
import type { RunResult } from '../../core/index.js';
import type { ExitCode } from '../command-entry.js';

/** 2 when the user cancelled; 1 when a node or test failed or was skipped; else 0, warnings included. */
export function exitCodeOf({ results, wasCancelled }: RunResult): ExitCode {
  if (wasCancelled) return 2;
  const hasFailed = results.some(
    ({ status, node }) =>
      status === 'error' ||
      status === 'fail' ||
      status === 'cancelled' ||
      (status === 'skipped' && node.resourceType !== 'exposure'),
  );
  return hasFailed ? 1 : 0;
}
