/**
 * The error that a template's Python would have raised. The engine adds the position; nothing here knows it.
 */
import type { UndefinedValue } from './value.js';

/** A Python exception: its class name and its message, as Python words them. */
export class PythonError extends Error {
  readonly pythonType: string;
  readonly hint: string | undefined;
  constructor(pythonType: string, message: string, hint?: string) {
    super(message);
    this.name = 'PythonError';
    this.pythonType = pythonType;
    this.hint = hint;
  }
}

export function typeError(message: string): PythonError {
  return new PythonError('TypeError', message);
}

export function valueError(message: string): PythonError {
  return new PythonError('ValueError', message);
}

export function indexError(message: string): PythonError {
  return new PythonError('IndexError', message);
}

export function overflowError(message: string): PythonError {
  return new PythonError('OverflowError', message);
}

/** What using an undefined value raises. */
export function undefinedError(value: UndefinedValue): PythonError {
  return new PythonError(value.errorType, value.hint ?? `'${value.name}' is undefined`);
}
