/**
 * Gives what went wrong inside a template its place: the line of the template that was asked for, and as notes the
 * macros in between, innermost first. Errors that already have a place, and errors that are none of the template's,
 * pass untouched.
 */
import type { Diagnostic, Note } from '../../diagnostics/diagnostic.js';
import { TsdbtError } from '../../diagnostics/error.js';
import { PythonError } from '../values/python-error.js';
import { ReturnSignal } from './return-signal.js';
import type { CallSite, Unit } from './unit.js';

export interface ErrorPlace {
  readonly unit: Unit;
  readonly offset: number;
  /** Innermost first. */
  readonly stack: readonly CallSite[];
}

export function placeError(error: unknown, place: ErrorPlace): unknown {
  if (error instanceof ReturnSignal) return error;
  if (error instanceof PythonError) return new TsdbtError([located(pythonProblem(error), place)], { cause: error });
  if (error instanceof RangeError) return new TsdbtError([located(tooDeep, place)], { cause: error });
  if (!(error instanceof TsdbtError) || error.diagnostics.every((diagnostic) => diagnostic.location !== undefined))
    return error;
  const diagnostics = error.diagnostics.map((diagnostic) =>
    diagnostic.location ? diagnostic : located(diagnostic, place),
  );
  return new TsdbtError(diagnostics, { cause: error });
}

const tooDeep: Diagnostic = {
  code: 'TSDBT_TEMPLATE_LIMIT',
  severity: 'error',
  message: 'values or calls are nested too deeply, or a value is too large',
};

const limitTypes: ReadonlySet<string> = new Set(['MemoryError', 'LimitError']);

function pythonProblem({ pythonType, message, hint }: PythonError): Diagnostic {
  const code = limitTypes.has(pythonType) ? 'TSDBT_TEMPLATE_LIMIT' : 'TSDBT_TEMPLATE_ERROR';
  return { code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) };
}

function located(diagnostic: Diagnostic, { unit, offset, stack }: ErrorPlace): Diagnostic {
  const innermost = unit.locate(offset);
  const sites = stack.filter((site) => site.unit !== null);
  const outermost = sites.at(-1);
  if (outermost === undefined) return { ...diagnostic, location: innermost };
  const notes: Note[] = stack.map((site, index) => ({
    message: `in macro '${site.macro}'`,
    location: index === 0 ? innermost : stack[index - 1].calledAt,
  }));
  return { ...diagnostic, location: outermost.calledAt, notes: [...(diagnostic.notes ?? []), ...notes] };
}
