/** Checks `--output` against the forms that a command has. */
import { closestNames, didYouMean } from '../../core/index.js';
import type { Reporter } from '../reporter/reporter.js';

/** The form, the first one when none is named, or null when there is no such form, which is said. */
export function chooseOutput<F extends string>(
  given: string | null,
  forms: readonly F[],
  reporter: Reporter,
): F | null {
  if (given === null) return forms[0];
  const form = forms.find((candidate) => candidate === given.toLowerCase());
  if (form !== undefined) return form;
  reporter.diagnostics([
    {
      code: 'TSDBT_FLAG_INVALID',
      severity: 'error',
      message: `--output: expected ${forms.join(', ')}, found '${given}'.`,
      hint: didYouMean(closestNames(given, forms)),
    },
  ]);
  return null;
}
