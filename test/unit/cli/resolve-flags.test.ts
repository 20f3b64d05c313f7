import { describe, expect, it } from 'vitest';
import { parseWords } from '../../../cli/flags/parse-words.js';
import { readMapping } from '../../../cli/flags/read-mapping.js';
import { foreignDiagnostics, resolveFlags } from '../../../cli/flags/resolve-flags.js';

function resolve(
  line: string,
  rest: { env?: Record<string, string>; project?: Record<string, boolean | string> } = {},
) {
  const { raw } = parseWords(line.split(' '));
  return resolveFlags({ raw, env: rest.env ?? {}, project: rest.project ?? {}, readMapping });
}

describe('resolveFlags', () => {
  it('prefers command line, then DBT_ENGINE_, then DBT_, then the project, then the default', () => {
    const project = { fail_fast: true };
    const both = { DBT_FAIL_FAST: '1', DBT_ENGINE_FAIL_FAST: 'false' };
    expect(resolve('run --fail-fast', { env: { DBT_FAIL_FAST: '0' } }).value.values.failFast).toBe(true);
    expect(resolve('run', { env: both, project }).value.values.failFast).toBe(false);
    expect(resolve('run', { env: { DBT_FAIL_FAST: 'no' }, project }).value.values.failFast).toBe(false);
    expect(resolve('run', { project }).value.values.failFast).toBe(true);
    expect(resolve('run').value.values.failFast).toBe(false);
  });

  it('says where a value came from', () => {
    const { value } = resolve('run -q', { env: { DBT_DEBUG: '1' }, project: { use_colors: false } });
    expect([value.origin('quiet'), value.origin('debug'), value.origin('useColors'), value.origin('print')]).toEqual([
      'cli',
      'environment',
      'project',
      'default',
    ]);
  });

  it('takes an empty variable as none', () => {
    expect(resolve('run', { env: { DBT_TARGET: '' } }).value.values.target).toBeNull();
  });

  it('reads no variable for flags that dbt gives none', () => {
    const env = { DBT_SELECT: 'a', DBT_OUTPUT: 'json', DBT_VARS: '{a: 1}' };
    const { values } = resolve('ls', { env }).value;
    expect([values.select, values.output, values.vars]).toEqual([null, null, {}]);
  });

  it('reads resource types from the variable in the plural', () => {
    expect(resolve('ls', { env: { DBT_RESOURCE_TYPES: 'model seed' } }).value.values.resourceType).toEqual([
      'model',
      'seed',
    ]);
  });

  it.each([
    ['run --threads many', "--threads: expected a whole number, found 'many'."],
    ['run --threads 0', '--threads: expected at least 1, found 0.'],
    ['run --log-format xml', "--log-format: expected text, debug, json, github, default, found 'xml'."],
    ['run --vars [1]', "--vars: expected a YAML mapping such as '{key: value}', found '[1]'."],
  ])('refuses %s', (line, message) => {
    const { value, diagnostics } = resolve(line);
    expect(diagnostics.map((diagnostic) => diagnostic.message)).toEqual([message]);
    expect(value.values.threads).toBeNull();
  });

  it('names the variable whose value is wrong', () => {
    const { diagnostics } = resolve('run', { env: { DBT_FAIL_FAST: 'perhaps' } });
    expect(diagnostics[0].message).toBe("DBT_FAIL_FAST: expected true or false, found 'perhaps'.");
  });

  it('reads vars as YAML', () => {
    const { raw } = parseWords(['run', '--vars', 'day: 2026-01-01\nn: 3']);
    const { value } = resolveFlags({ raw, env: {}, project: {}, readMapping });
    expect(value.values.vars.n).toBe(3);
  });
});

describe('foreignDiagnostics', () => {
  it('refuses what would change the result, warns of what would not, and keeps quiet about tuning', () => {
    const found = foreignDiagnostics(['defer', 'favor-state', 'static-parser'], {});
    expect(found.map(({ severity, message }) => [severity, message])).toEqual([
      ['error', '--defer is not built yet in tsdbt.'],
      ['warning', '--favor-state is not built yet in tsdbt and changes nothing.'],
    ]);
  });

  it('looks at the variables too', () => {
    expect(foreignDiagnostics([], { DBT_EMPTY: 'true' })).toMatchObject([
      { severity: 'error', message: 'DBT_EMPTY is not built yet in tsdbt.', hint: 'Unset the variable DBT_EMPTY.' },
    ]);
    expect(foreignDiagnostics([], { DBT_DEFER: '0' })).toEqual([]);
  });
});

describe('a value that is no choice', () => {
  it.each([
    ['logFormat', 'jsn', "Did you mean 'json'?"],
    ['indirectSelection', 'eagre', "Did you mean 'eager'?"],
  ] as const)('%s %s has the nearest one as its hint', (key, value, hint) => {
    const { diagnostics } = resolveFlags({ raw: new Map([[key, value]]), env: {}, project: {}, readMapping });
    expect(diagnostics).toMatchObject([{ code: 'TSDBT_FLAG_INVALID', hint }]);
  });

  it('has none where no choice is near', () => {
    const raw = new Map([['logFormat', 'excel']] as const);
    expect(resolveFlags({ raw, env: {}, project: {}, readMapping }).diagnostics[0].hint).toBeUndefined();
  });
});
