/** Turns whatever was thrown into the one error class, without secrets. */
import { type Diagnostic, hasErrors } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import type { Scrubber } from '../../diagnostics/scrub.js';
import { scrubbed } from './to-public.js';

/** The error that a caller gets. What is no finding of tsdbt stays readable as its cause, unless it could hold a secret. */
export function toTsdbtError(thrown: unknown, scrub: Scrubber): TsdbtError {
  const isOwn = thrown instanceof TsdbtError;
  const diagnostics = isOwn ? thrown.diagnostics : [defect(thrown)];
  const error = new TsdbtError(diagnostics.map((each) => scrubbed(each, scrub)));
  if (isOwn || !(thrown instanceof Error)) return error;
  return Object.assign(error, { stack: scrub(thrown.stack ?? thrown.message) });
}

/** The error of a call that was cancelled: `The plan`, `The query`. What else was found comes behind it. */
export function cancelledError(what: string, found: readonly Diagnostic[] = []): TsdbtError {
  return new TsdbtError([
    { code: 'TSDBT_RUN_CANCELLED', severity: 'error', message: `${what} was cancelled.` },
    ...found,
  ]);
}

/** Throws when one of the findings is an error. */
export function throwErrors(diagnostics: readonly Diagnostic[]): void {
  if (hasErrors(diagnostics)) throw new TsdbtError(diagnostics);
}

function defect(thrown: unknown): Diagnostic {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (isSystemError(thrown)) return { code: 'TSDBT_FILE_ACCESS', severity: 'error', message: `${message}.` };
  return {
    code: 'TSDBT_INTERNAL_ERROR',
    severity: 'error',
    message: `tsdbt failed by a mistake of its own: ${message}`,
    hint: 'The stack of this error says where; please report it.',
  };
}

function isSystemError(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && 'syscall' in thrown && 'path' in thrown;
}
