/** What becomes of warnings: `--warn-error` and `--warn-error-options` make errors of them or silence them. Pure. */

import type { DiagnosticCode } from '../../diagnostics/codes.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { closestNames, didYouMean } from '../../diagnostics/did-you-mean.js';
import type { WarningPolicy } from '../../diagnostics/warning-policy.js';
import type { Json, JsonObject } from '../../resources/json.js';
import { codesOf, warningNames } from './warning-names.js';

/** What the user asked for. */
export interface WarningSettings {
  readonly warnError: boolean;
  readonly warnErrorOptions: JsonObject;
}

/** Builds the policy. Silence beats warn beats error. */
export function createWarningPolicy(settings: WarningSettings): WarningPolicy {
  const treatment = createTreatment(settings);
  return (diagnostics) =>
    diagnostics.flatMap((diagnostic): Diagnostic[] => {
      if (diagnostic.severity === 'error') return [diagnostic];
      const treated = treatment(diagnostic.code);
      if (treated === 'silence') return [];
      return [treated === 'error' ? { ...diagnostic, severity: 'error' } : diagnostic];
    });
}

/** Whether a data test that warns fails; its row in the report stays whatever is said of it. */
export function promotesTests(settings: WarningSettings): boolean {
  return createTreatment(settings)('TSDBT_TEST_WARNED') === 'error';
}

type Treatment = 'error' | 'warn' | 'silence';

/** The keys of `--warn-error-options`, with dbt's older names of the first two. */
const KEYS: Readonly<Record<string, Treatment>> = {
  error: 'error',
  include: 'error',
  warn: 'warn',
  exclude: 'warn',
  silence: 'silence',
};

function createTreatment({ warnError, warnErrorOptions }: WarningSettings): (code: DiagnosticCode) => Treatment {
  const names = (treatment: Treatment) =>
    Object.keys(KEYS)
      .filter((key) => KEYS[key] === treatment)
      .flatMap((key) => words(warnErrorOptions[key]));
  const codes = (treatment: Treatment) => new Set(names(treatment).flatMap((name) => codesOf(name) ?? []));
  const [promoted, kept, silenced] = [codes('error'), codes('warn'), codes('silence')];
  const isAll = warnError || names('error').some(isEverything);
  return (code) => {
    if (silenced.has(code)) return 'silence';
    if (promoted.has(code)) return 'error';
    return isAll && !kept.has(code) ? 'error' : 'warn';
  };
}

function isEverything(name: string): boolean {
  return name === 'all' || name === '*';
}

/** Names and keys that mean nothing: what they were to do is not done. */
export function unknownWarningNames({ warnErrorOptions }: WarningSettings): Diagnostic[] {
  return Object.entries(warnErrorOptions).flatMap(([key, value]) => {
    if (!Object.hasOwn(KEYS, key)) return [unknown(`the key '${key}'`, key, Object.keys(KEYS))];
    return words(value)
      .filter((name) => !isEverything(name) && codesOf(name) === null)
      .map((name) => unknown(`the warning '${name}'`, name, warningNames()));
  });
}

function unknown(what: string, name: string, known: readonly string[]): Diagnostic {
  return {
    code: 'TSDBT_WARNING_UNKNOWN',
    severity: 'warning',
    message: `--warn-error-options: ${what} is not known and changes nothing.`,
    hint: didYouMean(closestNames(name, known)) ?? 'docs/errors.md lists the codes of warnings.',
  };
}

function words(value: JsonObject[string] | undefined): string[] {
  if (value === undefined || value === null) return [];
  const list: readonly Json[] = Array.isArray(value) ? value : [value];
  return list.map((word) => (typeof word === 'string' ? word : String(word)));
}
