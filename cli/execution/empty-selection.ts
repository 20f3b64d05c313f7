/** Says that no node is selected, which is a remark or, with `--warn-error`, an error. */
import { createWarningPolicy, type Diagnostic, hasErrors } from '../../core/index.js';
import type { Invocation } from '../invocation/invocation.js';

/** Whether the command must end with an error for it. */
export function isEmptySelectionError({ flags, reporter }: Invocation, message: string): boolean {
  const warning: Diagnostic = { code: 'TSDBT_SELECTION_EMPTY', severity: 'warning', message };
  const judged = createWarningPolicy(flags)([warning]);
  if (hasErrors(judged)) reporter.diagnostics(judged);
  else if (judged.length > 0) reporter.info(message);
  return hasErrors(judged);
}

export const NOTHING_TO_DO = 'Nothing to do. Try checking your model configs and model specification args';
