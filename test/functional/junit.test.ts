import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempProject, tsdbt } from '../support/cli.js';
import { readXml } from '../support/xml.js';

const files = {
  'models/a.sql': 'select 1 as id union all select null',
  'models/b.sql': "select * from {{ ref('a') }}",
  'models/c.sql': 'select * from nowhere',
  'models/d.sql': "select * from {{ ref('c') }}",
  'models/schema.yml': 'models: [{name: a, columns: [{name: id, data_tests: [not_null]}]}]',
};
const read = (...path: string[]) => readXml(readFileSync(join(...path), 'utf8'));

describe('--junit', () => {
  it('writes what became of each node when the run fails, with the same exit code', async () => {
    const cwd = tempProject(files);
    const { code } = await tsdbt(['build', '--junit', 'reports/junit.xml'], { cwd });
    expect(code).toBe(1);
    const xml = read(cwd, 'reports/junit.xml');
    expect(xml.find('testsuites')[0].attributes).toMatchObject({
      name: 'tsdbt build',
      tests: '5',
      failures: '1',
      errors: '1',
      skipped: '2',
    });
    expect(xml.find('testsuite').map(({ attributes }) => attributes.name)).toEqual(['models', 'data tests']);
    expect(xml.find('failure')[0].text).toContain('Got 1 result');
    expect(xml.find('error')[0].text).toContain('at models/c.sql:1:15');
    expect(xml.find('skipped').map(({ attributes }) => attributes.message)).toContain('Skipped because model c failed');
  });

  it('writes the mistakes of a project that cannot run, without its secrets', async () => {
    const cwd = tempProject({ ...files, 'models/c.sql': "select * from {{ ref('tell-nobody') }}" });
    const { code } = await tsdbt(['run', '--junit', 'junit.xml'], {
      cwd,
      env: { DBT_ENV_SECRET_NAME: 'tell-nobody' },
    });
    expect(code).toBe(2);
    const [problem] = read(cwd, 'junit.xml').find('testcase');
    expect(problem.attributes).toMatchObject({ name: 'TSDBT_REF_MISSING', file: 'models/c.sql', line: '1' });
    expect(readFileSync(join(cwd, 'junit.xml'), 'utf8')).not.toContain('tell-nobody');
  });

  it('is relative to the project where the project asks for it', async () => {
    const cwd = tempProject({
      'models/a.sql': 'select 1 as id',
      'dbt_project.yml': 'name: shop\nflags: {junit: target/junit.xml}\n',
    });
    expect((await tsdbt(['run', '--project-dir', 'shop'], { cwd: join(cwd, '..') })).code).toBe(0);
    expect(existsSync(join(cwd, 'target/junit.xml'))).toBe(true);
  });

  it('fails a run whose file cannot be written', async () => {
    const cwd = tempProject({ 'models/a.sql': 'select 1 as id', taken: 'a file' });
    const { code, stdout } = await tsdbt(['run', '--junit', 'taken/junit.xml'], { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain('taken/junit.xml cannot be written');
    expect(stdout).toContain('another file with --junit');
  });
});
