import { describe, expect, it } from 'vitest';
import { flagDefaults } from '../../../../cli/flags/flag-values.js';
import type { Diagnostic } from '../../../../core/diagnostics/diagnostic.js';
import {
  createWarningPolicy,
  promotesTests,
  unknownWarningNames,
} from '../../../../core/project/warnings/create-warning-policy.js';
import type { JsonObject } from '../../../../core/resources/json.js';

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

  it("takes dbt's names of the same warnings", () => {
    expect(severities({ error: ['NodeNotFoundOrDisabled'] })).toEqual(['a error', 'b warning', 'c error']);
    expect(severities({ error: 'all', silence: ['NodeNotFoundOrDisabled'] })).toEqual(['b error', 'c error']);
  });

  it('says whether warnings of tests count as errors too', () => {
    const promotes = (warnErrorOptions: JsonObject) => promotesTests({ ...flagDefaults, warnErrorOptions });
    expect(promotes({ error: 'all' })).toBe(true);
    expect(promotes({ error: ['LogTestResult'] })).toBe(true);
    expect(promotes({ error: ['REF_MISSING'] })).toBe(false);
    expect(promotes({ error: 'all', warn: ['LogTestResult'] })).toBe(false);
    expect(promotes({ error: 'all', silence: ['TEST_WARNED'] })).toBe(false);
  });
});

describe('names that nobody knows', () => {
  it('are warned of with the nearest one; keys too', () => {
    const options = { errors: ['JinjaLogWarning'], error: ['NoNodesForSelectionCriteri', 'Deprecations', 'all'] };
    expect(unknownWarningNames({ ...flagDefaults, warnErrorOptions: options })).toMatchObject([
      { code: 'TSDBT_WARNING_UNKNOWN', severity: 'warning', hint: "Did you mean 'error'?" },
      { code: 'TSDBT_WARNING_UNKNOWN', hint: "Did you mean 'NoNodesForSelectionCriteria'?" },
    ]);
  });

  it("are not those of dbt's warnings that tsdbt never gives", () => {
    const options = { silence: ['BehaviorChangeEvent', 'VIEW_FUNCTION', 'TSDBT_VIEW_FUNCTION'] };
    expect(unknownWarningNames({ ...flagDefaults, warnErrorOptions: options })).toEqual([]);
  });
});
