/** Errors of the names that templates use. They know no place: the engine adds the place of the call and the macro stack. */
import type { DiagnosticCode } from '../../diagnostics/codes.js';
import type { Note } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';

export interface ErrorParts {
  readonly hint?: string | null;
  readonly notes?: readonly Note[];
  readonly cause?: unknown;
}

export function contextError(code: DiagnosticCode, message: string, parts: ErrorParts = {}): TsdbtError {
  const { hint, notes = [], cause } = parts;
  const extras = { ...(hint ? { hint } : {}), ...(notes.length === 0 ? {} : { notes }) };
  return new TsdbtError([{ code, severity: 'error', message, ...extras }], { cause });
}
