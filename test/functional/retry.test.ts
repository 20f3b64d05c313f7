import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { tempProject, tsdbt, writeFiles } from '../support/cli.js';

/** a, b <- c, d; b is broken until `col` says otherwise, and the test of a fails. */
const files = {
  'models/a.sql': 'select 1 as id',
  'models/b.sql': "select {{ var('col', 'nothing') }} as id from {{ ref('a') }}",
  'models/c.sql': "{{ config(materialized='table') }} select * from {{ ref('b') }}",
  'models/d.sql': 'select 1 as id',
  'tests/d_is_two.sql': "{{ config(severity='warn') }} select * from {{ ref('d') }} where id <> 2",
};

function project(on: 'sqlite' | 'postgres', more: Readonly<Record<string, string>> = {}): string {
  if (on === 'sqlite') return tempProject({ ...files, ...more });
  const schema = `retry_${Math.random().toString(36).slice(2)}`;
  const dev = { type: 'postgres', ...inject('postgres'), dbname: 'postgres', schema, threads: 2 };
  const profiles = JSON.stringify({ shop: { target: 'dev', outputs: { dev } } });
  const named = 'name: shop\nversion: "1.0"\nprofile: shop\n';
  return tempProject({ ...files, 'dbt_project.yml': named, 'profiles.yml': profiles, ...more });
}

interface RunResults {
  readonly args: Readonly<Record<string, unknown>>;
  readonly results: readonly { readonly unique_id: string; readonly status: string }[];
}

const runResults = (cwd: string): RunResults => JSON.parse(readFileSync(join(cwd, 'target/run_results.json'), 'utf8'));

/** Names and statuses, in order of names. */
function statuses(cwd: string): string {
  const { results } = runResults(cwd);
  return results
    .map(({ unique_id, status }) => `${unique_id.split('.')[2]} ${status}`)
    .sort()
    .join(', ');
}

describe.each(['sqlite', 'postgres'] as const)('retry on %s', (on) => {
  it('runs what failed and what was skipped, and nothing once all is done', async () => {
    const cwd = project(on);
    expect((await tsdbt(['build'], { cwd })).code).toBe(1);
    expect(statuses(cwd)).toBe('a success, b error, c skipped, d success, d_is_two warn');
    expect((await tsdbt(['retry'], { cwd })).code).toBe(1);
    expect(statuses(cwd)).toBe('b error, c skipped');
    writeFiles(cwd, { 'models/b.sql': "select id from {{ ref('a') }}" });
    const mended = await tsdbt(['retry'], { cwd });
    expect([mended.code, statuses(cwd)]).toEqual([0, 'b success, c success']);
    expect(mended.stdout).toContain('Retrying 2 nodes of the last run (build)');
    const again = await tsdbt(['retry'], { cwd });
    expect([again.code, statuses(cwd)]).toEqual([0, 'b success, c success']);
    expect(again.stdout).toContain('Nothing to retry: in the last run (build) nothing failed and nothing was skipped.');
  });
});

describe('the arguments of the last run', () => {
  it('are used again, and those typed now win', async () => {
    const cwd = project('sqlite');
    await tsdbt(['run', '-s', 'b', 'c', '--vars', '{col: wrong}', '--full-refresh', '--no-print'], { cwd });
    expect(statuses(cwd)).toBe('b error, c skipped');
    await tsdbt(['retry'], { cwd });
    const given = { which: 'run', select: ['b', 'c'], vars: { col: 'wrong' }, full_refresh: true, print: false };
    expect(runResults(cwd).args).toMatchObject(given);
    writeFiles(cwd, { 'models/a.sql': 'select 1 as id' });
    await tsdbt(['run', '-s', 'a'], { cwd });
    await tsdbt(['run', '-s', 'b', 'c', '--vars', '{col: wrong}'], { cwd });
    expect((await tsdbt(['retry', '--vars', '{col: id}', '--threads', '3'], { cwd })).code).toBe(0);
    expect(statuses(cwd)).toBe('b success, c success');
    expect(runResults(cwd).args).toMatchObject({ which: 'run', vars: { col: 'id' }, threads: 3 });
  });

  it('hold --warn-error, so that a gate stays one', async () => {
    const cwd = project('sqlite');
    expect((await tsdbt(['test', '-s', 'd_is_two', '--warn-error'], { cwd })).code).toBe(1);
    await tsdbt(['run', '-s', 'd'], { cwd });
    expect((await tsdbt(['test', '-s', 'd_is_two', '--warn-error'], { cwd })).code).toBe(1);
    expect(statuses(cwd)).toBe('d_is_two fail');
    expect((await tsdbt(['retry'], { cwd })).code).toBe(1);
    expect(statuses(cwd)).toBe('d_is_two fail');
  });

  it('that had a secret must be given again', async () => {
    const cwd = project('sqlite');
    const env = { DBT_ENV_SECRET_COLUMN: 'hushhush' };
    await tsdbt(['run', '-s', 'a'], { cwd });
    await tsdbt(['run', '-s', 'b', '--vars', '{col: hushhush}'], { cwd, env });
    const { code, stdout, stderr } = await tsdbt(['retry'], { cwd });
    expect([code, stdout + stderr]).toEqual([2, expect.stringContaining('The last run had a secret in --vars')]);
    expect((await tsdbt(['retry', '--vars', '{col: id}'], { cwd })).code).toBe(0);
  });
});

describe('the last run', () => {
  it('is not changed by looking: ls, parse, show and a retry without work', async () => {
    const cwd = project('sqlite');
    await tsdbt(['build'], { cwd });
    for (const words of [['ls'], ['parse'], ['show', '-s', 'a']]) await tsdbt(words, { cwd });
    expect(statuses(cwd)).toBe('a success, b error, c skipped, d success, d_is_two warn');
  });

  it('may lie in another folder', async () => {
    const cwd = project('sqlite');
    await tsdbt(['build'], { cwd });
    cpSync(join(cwd, 'target'), join(cwd, 'kept'), { recursive: true });
    await tsdbt(['run', '-s', 'd'], { cwd });
    await tsdbt(['retry', '--state', 'kept', '--vars', '{col: id}'], { cwd });
    expect(statuses(cwd)).toBe('b success, c success');
  });

  it('may name nodes that are gone: the others are run', async () => {
    const cwd = project('sqlite');
    await tsdbt(['build'], { cwd });
    writeFiles(cwd, { 'models/c.sql': '{{ config(enabled=false) }} select 1', 'models/b.sql': 'select 1 as id' });
    const { code, stdout } = await tsdbt(['retry'], { cwd });
    expect([code, statuses(cwd)]).toEqual([0, 'b success']);
    expect(stdout).toContain('model.shop.c failed or was skipped in the last run and is not in the project any more');
  });

  it('may have been one of load', async () => {
    const cwd = project('sqlite', {
      'models/sources.yml':
        'sources: [{name: raw, schema: main, tables: [{name: t, external: {location: data/*.csv}}, {name: u, external: {location: more/*.csv}}]}]',
      'data/one.csv': 'id,name\n1\n',
      'more/one.csv': 'id\n1\n',
    });
    expect((await tsdbt(['load'], { cwd })).code).toBe(1);
    expect(statuses(cwd)).toBe('raw error, raw success');
    writeFiles(cwd, { 'data/one.csv': 'id,name\n1,x\n' });
    expect((await tsdbt(['retry'], { cwd })).code).toBe(0);
    expect(runResults(cwd).results).toMatchObject([{ unique_id: 'source.shop.raw.t', status: 'success' }]);
  });

  it('may have been a macro: it is called again when it failed, and only then', async () => {
    const macro =
      "{% macro op(x, y=0) %}{{ log('op ' ~ x, info=true) }}{% if not var('good', false) %}{{ exceptions.raise_compiler_error('bad') }}{% endif %}{% endmacro %}";
    const cwd = project('sqlite', { 'macros/op.sql': macro });
    expect((await tsdbt(['run-operation', 'op', '--args', '{x: 7}'], { cwd })).code).toBe(1);
    expect(runResults(cwd)).toMatchObject({
      args: { which: 'run-operation', macro: 'op', args: { x: 7 } },
      results: [{ unique_id: 'macro.shop.op', status: 'error' }],
    });
    const mended = await tsdbt(['retry', '--vars', '{good: true}'], { cwd });
    expect([mended.code, mended.stdout]).toEqual([0, expect.stringContaining('op 7')]);
    const again = await tsdbt(['retry'], { cwd });
    expect([again.code, again.stdout.includes('op 7')]).toEqual([0, false]);
    expect(again.stdout).toContain('Nothing to retry: in the last run the macro op ran to its end.');
  });

  it.each([
    ['there is none', null, 'There is no earlier run: kept/run_results.json does not exist.'],
    ['its file is broken', '{', 'kept/run_results.json is no run_results.json of dbt or tsdbt.'],
    ['it only compiled', { args: { which: 'compile' }, results: [] }, 'The last command was compile'],
    ['it needs what is not built', { args: { which: 'run', defer: true }, results: [] }, 'made with --defer'],
    [
      'a hook failed and all nodes are done',
      { args: { which: 'run' }, results: [{ unique_id: 'operation.shop.shop-on-run-end-0', status: 'error' }] },
      'What failed is no node: operation.shop.shop-on-run-end-0.',
    ],
  ])('is of no use when %s', async (_, content, message) => {
    const cwd = project('sqlite');
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    if (content !== null) writeFiles(cwd, { 'kept/run_results.json': text });
    const { code, stdout, stderr } = await tsdbt(['retry', '--state', 'kept'], { cwd });
    expect([code, stdout + stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('may be one of dbt', async () => {
    const cwd = project('sqlite');
    await tsdbt(['run', '-s', 'a'], { cwd });
    // What dbt 1.11 writes of `dbt build --full-refresh --vars 'col: id'` with a broken b, in short.
    const args = {
      ...{
        which: 'build',
        select: [],
        exclude: [],
        resource_types: [],
        exclude_resource_types: [],
        vars: { col: 'id' },
      },
      ...{
        full_refresh: true,
        defer: false,
        empty: false,
        favor_state: false,
        introspect: true,
        log_path: '/gone/logs',
      },
      ...{ profiles_dir: '/gone', project_dir: '/gone', printer_width: 80, log_format: 'default', use_colors: true },
      ...{ warn_error_options: { error: [], warn: [], silence: [] }, invocation_command: 'dbt build', quiet: false },
    };
    const results = [
      { unique_id: 'operation.shop.shop-on-run-start-0', status: 'success' },
      { unique_id: 'model.shop.a', status: 'success' },
      { unique_id: 'model.shop.b', status: 'error' },
      { unique_id: 'model.shop.c', status: 'skipped' },
    ];
    writeFiles(cwd, { 'kept/run_results.json': JSON.stringify({ metadata: {}, args, results }) });
    expect((await tsdbt(['retry', '--state', 'kept'], { cwd })).code).toBe(0);
    expect(statuses(cwd)).toBe('b success, c success');
  });
});
