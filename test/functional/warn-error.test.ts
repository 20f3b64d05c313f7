import { describe, expect, it } from 'vitest';
import { tempProject, tsdbt, writeFiles } from '../support/cli.js';

const careful = "{% if execute %}{% do exceptions.warn('careful') %}{% endif %} select 1 as id";
const project = {
  'models/w.sql': careful,
  'models/child.sql': "select * from {{ ref('w') }}",
  'models/ok.sql': 'select 1 as id',
  'macros/op.sql': `{% macro op() %}${careful}{% endmacro %}`,
};
const closing = (counts: string) => `Done. ${counts}`;

describe('a warning that a node gives while it runs', () => {
  it('is a warning without --warn-error', async () => {
    const { code, stdout } = await tsdbt(['build'], { cwd: tempProject(project) });
    expect(stdout).toContain('careful');
    expect(stdout).toContain(closing('PASS=3 WARN=0 ERROR=0 SKIP=0'));
    expect(code).toBe(0);
  });

  it.each([
    ['--warn-error', []],
    ['--warn-error-options', ['{error: [JinjaLogWarning]}']],
    ['--warn-error-options', ['{error: [TEMPLATE_WARNING]}']],
  ])('is an error of the node with %s %s; others go on, children are skipped', async (flag, value) => {
    const { code, stdout } = await tsdbt(['build', flag, ...value], { cwd: tempProject(project) });
    expect(stdout).toMatch(/models\/w\.sql:1:\d+/);
    expect(stdout).toContain('careful');
    expect(stdout).toContain(closing('PASS=1 WARN=0 ERROR=1 SKIP=1'));
    expect(code).toBe(1);
  });

  it.each(['{error: all, warn: [JinjaLogWarning]}', '{error: all, silence: [JinjaLogWarning]}'])(
    'stays one, or is silent, with %s',
    async (options) => {
      const result = await tsdbt(['build', '--warn-error-options', options], { cwd: tempProject(project) });
      expect(result.stdout.includes('careful')).toBe(options.includes('warn:'));
      expect(result.code).toBe(0);
    },
  );

  it('counts in run-operation and in hooks too', async () => {
    expect((await tsdbt(['run-operation', 'op', '--warn-error'], { cwd: tempProject(project) })).code).toBe(1);
    const hooked = { ...project, 'dbt_project.yml': 'name: shop\non-run-start: "{{ op() }}"\n' };
    const { code, stdout } = await tsdbt(['build', '-s', 'ok', '--warn-error'], { cwd: tempProject(hooked) });
    expect(stdout).toContain('careful');
    expect(code).not.toBe(0);
  });

  it('is one of the view that other tools cannot read', async () => {
    const cwd = tempProject({ 'models/v.sql': "select md5('a') as hash" });
    expect((await tsdbt(['build'], { cwd })).code).toBe(0);
    const { code, stdout } = await tsdbt(['build', '--warn-error'], { cwd });
    expect(stdout).toContain('[TSDBT_VIEW_FUNCTION]');
    expect(stdout).toContain(closing('PASS=0 WARN=0 ERROR=1'));
    expect(code).toBe(1);
  });

  it('is one of an incremental model whose column has another type, which changes nothing then', async () => {
    const model = (column: string) => `{{ config(materialized='incremental') }} select ${column} as id`;
    const cwd = tempProject({ 'models/m.sql': model('cast(1 as integer)') });
    expect((await tsdbt(['build'], { cwd })).code).toBe(0);
    writeFiles(cwd, { 'models/m.sql': model("cast('x' as text)") });
    const refused = await tsdbt(['build', '--warn-error'], { cwd });
    expect(refused.stdout).toContain('[TSDBT_COLUMN_TYPE_DIFFERS]');
    expect(refused.stdout).toContain(closing('PASS=0 WARN=0 ERROR=1'));
    expect(refused.code).toBe(1);
    const rows = await tsdbt(['show', '--inline', "select count(*) as n from {{ ref('m') }}"], { cwd });
    expect(rows.stdout).toContain('|  1 |');
    const taken = await tsdbt(['build'], { cwd });
    expect(taken.stdout).toContain('[TSDBT_COLUMN_TYPE_DIFFERS]');
    expect(taken.code).toBe(0);
  });

  it('is one of a delivered file with an unknown column, of which nothing lands', async () => {
    const source = `sources:\n  - name: raw\n    tables:\n      - name: leads\n        external: {location: 'data/*.csv'}\n        columns: [{name: id}]\n`;
    const files = { 'models/s.yml': source, 'data/a.csv': 'id,extra\n1,2\n' };
    const cwd = tempProject(files);
    expect((await tsdbt(['load', '--warn-error'], { cwd })).code).toBe(1);
    const loaded = await tsdbt(['load'], { cwd });
    expect(loaded.stdout).toContain('unknown column "extra"');
    expect(loaded.stdout).toContain('PASS=1');
  });
});

describe('other warnings', () => {
  it('of templates while the project is parsed stop the command', async () => {
    const cwd = tempProject({ 'models/w.sql': "{% do exceptions.warn('careful') %} select 1 as id" });
    const { code, stdout } = await tsdbt(['parse', '--warn-error'], { cwd });
    expect(stdout).toMatch(/models\/w\.sql:1:\d+/);
    expect(code).toBe(2);
  });

  it.each([
    ['build', '--select', 'none'],
    ['build', '--resource-type', 'seed'],
    ['ls', '--resource-type', 'seed'],
  ])('of an empty selection end %s %s %s', async (...args) => {
    const cwd = tempProject({ 'models/a.sql': 'select 1 as id' });
    expect((await tsdbt(args, { cwd })).code).toBe(0);
    expect((await tsdbt([...args, '--warn-error'], { cwd })).code).toBe(2);
  });

  it('that a test gives fail it by its name in dbt', async () => {
    const cwd = tempProject({ 'tests/t.sql': "{{ config(severity='warn') }} select 1 as id" });
    const { code, stdout } = await tsdbt(['test', '--warn-error-options', '{error: [LogTestResult]}'], { cwd });
    expect(stdout).toContain('FAIL 1');
    expect(code).toBe(1);
  });

  it('have names; a wrong one is said', async () => {
    const cwd = tempProject({ 'models/a.sql': 'select 1 as id' });
    const options = '{error: [JinjaLogWarnings]}';
    const { code, stdout } = await tsdbt(['parse', '--warn-error-options', options], { cwd });
    expect(stdout).toContain("Did you mean 'JinjaLogWarning'?");
    expect(code).toBe(0);
  });
});
