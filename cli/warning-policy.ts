/** What becomes of warnings: `--warn-error` and `--warn-error-options` make errors of them or silence them. */
import type { Diagnostic, Json, JsonObject } from '../core/index.js';
import type { FlagValues } from './flags/flag-values.js';

export type WarningPolicy = (diagnostics: readonly Diagnostic[]) => readonly Diagnostic[];

/** Builds the policy; names are diagnostic codes, with or without `TSDBT_`. Silence beats warn beats error. */
export function createWarningPolicy({ warnError, warnErrorOptions }: FlagValues): WarningPolicy {
  const promoted = namesOf(warnErrorOptions, ['error', 'include']);
  const kept = namesOf(warnErrorOptions, ['warn', 'exclude']);
  const silenced = namesOf(warnErrorOptions, ['silence']);
  const isAll = warnError || promoted.has('all') || promoted.has('*');
  const has = (names: ReadonlySet<string>, code: string) => names.has(code) || names.has(code.replace(/^TSDBT_/, ''));
  return (diagnostics) =>
    diagnostics.flatMap((diagnostic): Diagnostic[] => {
      if (diagnostic.severity === 'error') return [diagnostic];
      if (has(silenced, diagnostic.code)) return [];
      const isPromoted = has(promoted, diagnostic.code) || (isAll && !has(kept, diagnostic.code));
      return [isPromoted ? { ...diagnostic, severity: 'error' } : diagnostic];
    });
}

function namesOf(options: JsonObject, keys: readonly string[]): ReadonlySet<string> {
  return new Set(keys.flatMap((key) => words(options[key])));
}

function words(value: Json | undefined): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map((word) => (typeof word === 'string' ? word : String(word)));
}

/** Whether every warning of the run, a test's included, counts as an error. */
export function promotesAll({ warnError, warnErrorOptions }: FlagValues): boolean {
  const promoted = namesOf(warnErrorOptions, ['error', 'include']);
  return warnError || promoted.has('all') || promoted.has('*');
}
