/**
 * A diagnostic is one finding about the user's input, kept as data until the rim prints it.
 * Every stage returns its diagnostics beside its value; none prints.
 */
import type { DiagnosticCode } from './codes.js';

/** A place in a file that the user wrote. Lines and columns count from 1; columns count characters. */
export interface Location {
  /** Path relative to the project root, with forward slashes; absolute when outside of it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** A second place or fact that helps: a frame of the macro stack, the other declaration of a duplicate. */
export interface Note {
  readonly message: string;
  readonly location?: Location;
}

type Severity = 'error' | 'warning';

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** One sentence that names what was found and what was expected. */
  readonly message: string;
  readonly location?: Location;
  /** One thing to do next, did-you-mean included. */
  readonly hint?: string;
  readonly notes?: readonly Note[];
  /** Unique id of the node that the diagnostic is about. */
  readonly node?: string;
  /** Path of the compiled SQL file, when the error came from the database. */
  readonly compiledPath?: string;
}

/** A stage's value together with what it has to say about the input. */
export interface Outcome<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
