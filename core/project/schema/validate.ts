/** Checks a parsed value against a schema and gives every mistake a sentence and a place. Pure. */
import * as v from 'valibot';
import type { DiagnosticCode } from '../../diagnostics/codes.js';
import type { Diagnostic, Location, Outcome } from '../../diagnostics/diagnostic.js';
import type { KeyPath } from '../yaml/yaml-document.js';
import { describeJson } from './describe-json.js';

/** How the value's places and mistakes are named. */
export interface ValidationPlace {
  readonly locate: (path: KeyPath) => Location;
  readonly locateKey: (path: KeyPath) => Location;
  /** Path of the value in its file; put before every path in messages. */
  readonly path: KeyPath;
  readonly code: DiagnosticCode;
}

export interface Validated<T> extends Outcome<T | null> {
  /** The path, in the file, of what each diagnostic is about. */
  readonly wrong: readonly KeyPath[];
}

/** The value as the schema reads it, or null when it breaks the schema. */
export function validate<T>(schema: v.GenericSchema<unknown, T>, value: unknown, place: ValidationPlace): Validated<T> {
  const result = v.safeParse(schema, value);
  if (result.success) return { value: result.output, diagnostics: [], wrong: [] };
  const issues = result.issues.map((issue) => ({ issue, path: [...place.path, ...pathOf(issue)] }));
  return {
    value: null,
    diagnostics: issues.map(({ issue, path }) => toDiagnostic(issue, place, path)),
    wrong: issues.map(({ path }) => path),
  };
}

function pathOf(issue: v.BaseIssue<unknown>): KeyPath {
  return (issue.path ?? []).map((part) => part.key as string | number);
}

function toDiagnostic(issue: v.BaseIssue<unknown>, place: ValidationPlace, path: KeyPath): Diagnostic {
  const owner = describePath(path.slice(0, -1));
  const key = path.at(-1);
  const error = { code: place.code, severity: 'error' } as const;
  if (issue.type === 'raw_check') {
    const message = `${owner === '' ? 'The file' : `\`${owner}\``} has the unknown key \`${key}\`.`;
    return { ...error, message, location: place.locateKey(path), hint: issue.message };
  }
  if (issue.input === undefined) {
    const message = `${owner === '' ? 'The file' : `\`${owner}\``} lacks the key \`${key}\`.`;
    return { ...error, message, location: place.locateKey(path.slice(0, -1)) };
  }
  const subject = path.length === 0 ? 'The file' : `\`${describePath(path)}\``;
  const message = `${subject} must be ${issue.message}, found ${describeJson(issue.input)}.`;
  return { ...error, message, location: place.locate(path) };
}

/** `models[2].columns[0].name`. */
export function describePath(path: KeyPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}
