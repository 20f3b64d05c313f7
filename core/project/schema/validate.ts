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

/** The value as the schema reads it, or null when it breaks the schema. */
export function validate<T>(
  schema: v.GenericSchema<unknown, T>,
  value: unknown,
  place: ValidationPlace,
): Outcome<T | null> {
  const result = v.safeParse(schema, value);
  if (result.success) return { value: result.output, diagnostics: [] };
  return { value: null, diagnostics: result.issues.map((issue) => toDiagnostic(issue, place)) };
}

function toDiagnostic(issue: v.BaseIssue<unknown>, place: ValidationPlace): Diagnostic {
  const below = (issue.path ?? []).map((part) => part.key as string | number);
  const path = [...place.path, ...below];
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
