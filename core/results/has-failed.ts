/** Whether a run counts as failed, as dbt decides it. Pure. */
import { hasErrors } from '../diagnostics/diagnostic.js';
import type { WarningPolicy } from '../diagnostics/warning-policy.js';
import type { NodeResult } from './node-result.js';

/** True when a node or test failed or was skipped, or warned where that counts as an error. */
export function hasFailed(results: readonly NodeResult[], policy: WarningPolicy): boolean {
  return results.some(
    ({ status, node, diagnostics }) =>
      hasErrors(policy(diagnostics)) ||
      status === 'error' ||
      status === 'fail' ||
      status === 'cancelled' ||
      (status === 'skipped' && node.resourceType !== 'exposure'),
  );
}
