/** Whether a change may be merged, from its report. */
import type { NodeRecord, RunRecord } from '../../artifacts/run-record/run-record.js';
import type { Report } from '../report.js';

export type Verdict = 'passed' | 'warned' | 'failed';

/** Failed nodes and tests, a cancelled run and destructive changes that nobody allowed close the gate. */
export function verdictOf({ run, base }: Report): Verdict {
  const isRunBad = run.was_cancelled || run.nodes.some(hasFailed) || run.findings.some(isError);
  if (isRunBad || base?.destructive.some(({ isAllowed }) => !isAllowed)) return 'failed';
  const isWarned = run.nodes.some(({ status, findings }) => status === 'warn' || findings.length > 0);
  // What could not be looked at may have lost anything: that is no clean pass.
  const isDoubtful = base !== null && base.unusedAllowances.length + base.unknown.length > 0;
  return isWarned || isDoubtful || run.findings.length > 0 ? 'warned' : 'passed';
}

/** Failed itself; what was skipped for its sake is not. */
export function hasFailed({ status, findings }: NodeRecord): boolean {
  return status === 'error' || status === 'fail' || status === 'cancelled' || findings.some(isError);
}

function isError({ severity }: RunRecord['findings'][number]): boolean {
  return severity === 'error';
}
