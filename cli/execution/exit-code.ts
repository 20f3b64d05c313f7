/** From results to the exit code, as dbt decides it. */
import { hasFailed, type RunResult, type WarningPolicy } from '../../core/index.js';
import type { ExitCode } from '../command-entry.js';

/** 2 when the user cancelled; 1 when a node or test failed or was skipped, or warned where that counts as an error; else 0. */
export function exitCodeOf({ results, wasCancelled }: RunResult, policy: WarningPolicy): ExitCode {
  if (wasCancelled) return 2;
  return hasFailed(results, policy) ? 1 : 0;
}
