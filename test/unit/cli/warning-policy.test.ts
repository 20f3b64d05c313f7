import { describe, expect, it } from 'vitest';
import { flagDefaults } from '../../../cli/flags/flag-values.js';
import { createWarningPolicy, promotesAll } from '../../../cli/warning-policy.js';
import type { Diagnostic } from '../../../core/diagnostics/diagnostic.js';
import type { JsonObject } from '../../../core/resources/json.js';

const found: readonly Diagnostic[] = [
  { code: 'TSDBT_REF_MISSING', severity: 'warning', message: 'a' },
  { code: 'TSDBT_FILE_ACCESS', severity: 'warning', message: 'b' },
  { code: 'TSDBT_YAML_INVALID', severity: 'error', message: 'c' },
];

function severities(warnErrorOptions: JsonObject, warnError = false): string[] {
  return createWarningPolicy({ ...flagDefaults, warnError, warnErrorOptions })(found).map(
    ({ message, severity }) => `${message} ${severity}`,
  );
}

describe('createWarningPolicy', () => {
  it('leaves warnings as they are without flags', () => {
    expect(severities({})).toEqual(['a warning', 'b warning', 'c error']);
  });

  it('promotes all with --warn-error, and but some with --warn-error-options', () => {
    expect(severities({}, true)).toEqual(['a error', 'b error', 'c error']);
    expect(severities({ error: 'all', warn: ['FILE_ACCESS'] })).toEqual(['a error', 'b warning', 'c error']);
    expect(severities({ include: '*', exclude: ['TSDBT_REF_MISSING'] })).toEqual(['a warning', 'b error', 'c error']);
  });

  it('promotes some by their codes, and silences others but never an error', () => {
    expect(severities({ error: ['TSDBT_REF_MISSING'], silence: ['FILE_ACCESS', 'YAML_INVALID'] })).toEqual([
      'a error',
      'c error',
    ]);
  });

  it('says whether warnings of tests count as errors too', () => {
    expect(promotesAll({ ...flagDefaults, warnErrorOptions: { error: 'all' } })).toBe(true);
    expect(promotesAll({ ...flagDefaults, warnErrorOptions: { error: ['REF_MISSING'] } })).toBe(false);
  });
});
