import { describe, expect, it } from 'vitest';
import { tempProject, tsdbt } from '../support/cli.js';

const project = 'name: shop\nversion: "1.0"\nconfig-version: 2\n';

/** The report of a build that fails in a hook. */
async function report(files: Readonly<Record<string, string>>): Promise<string> {
  const { code, stdout } = await tsdbt(['run'], { cwd: tempProject({ 'models/a.sql': 'select 1 as id', ...files }) });
  expect(code, stdout).not.toBe(0);
  return stdout;
}

describe('a mistake in a hook is shown at the line of the hook', () => {
  it.each([
    ['SQL', 'insert into nowhere values (1)'],
    ['a template', '{{ missing_macro() }}'],
  ])('%s in dbt_project.yml', async (_, hook) => {
    const models = `models:\n  shop:\n    +post-hook:\n      - "select 1"\n      - "${hook}"\n`;
    expect(await report({ 'dbt_project.yml': project + models })).toContain('dbt_project.yml:8:');
  });

  it('SQL in a property file', async () => {
    const properties = 'models:\n  - name: a\n    config:\n      pre-hook: insert into nowhere values (1)\n';
    expect(await report({ 'models/s.yml': properties })).toContain('models/s.yml:4:');
  });

  it('SQL in a call of config()', async () => {
    const model = "-- first line\n{{ config(\n  post_hook='insert into nowhere values (1)'\n) }}\nselect 1 as id";
    expect(await report({ 'models/a.sql': model })).toContain('models/a.sql:3:');
  });

  it.each([
    ['SQL', 'insert into nowhere values (1)'],
    ['a template', '{{ missing_macro() }}'],
  ])('%s in on-run-start', async (_, hook) => {
    const text = `${project}on-run-start:\n  - "select 1"\n  - "${hook}"\n`;
    expect(await report({ 'dbt_project.yml': text })).toContain('dbt_project.yml:6:');
  });
});

describe('a reference that parsing did not see', () => {
  it('fails when it runs, at its line, with the comment that mends it', async () => {
    const hidden = "select 1 as id\n{% if execute %}\n  from {{ ref('b') }}\n{% endif %}";
    const files = { 'models/a.sql': hidden, 'models/b.sql': 'select 2 as id' };
    const found = await report(files);
    expect(found).toContain('models/a.sql:3:');
    expect(found).toContain("-- depends_on: {{ ref('b') }}");
    const mended = { ...files, 'models/a.sql': `-- depends_on: {{ ref('b') }}\n${hidden}` };
    const { code, stdout } = await tsdbt(['run'], { cwd: tempProject(mended) });
    expect(code, stdout).toBe(0);
  });
});
