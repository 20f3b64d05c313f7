/** What the user wants to become of warnings (`--warn-error`), handed down to whatever may warn. */
import { type Diagnostic, hasErrors } from './diagnostic.js';
import { TsdbtError } from './error.js';

/** Gives warnings as they count: unchanged, as errors, or not at all. */
export type WarningPolicy = (diagnostics: readonly Diagnostic[]) => readonly Diagnostic[];

/** Findings as the policy has them; throws when one of them counts as an error, for work that must not go on then. */
export function mustWarn(diagnostics: readonly Diagnostic[], policy: WarningPolicy | undefined): readonly Diagnostic[] {
  const judged = policy === undefined ? diagnostics : policy(diagnostics);
  if (hasErrors(judged)) throw new TsdbtError(judged);
  return judged;
}
