import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sqliteAdapter } from '../../adapters/sqlite/index.js';
import {
  type CliResult,
  canRunAsNobody,
  snapshotOf,
  tempFolder,
  tempProject,
  tsdbt,
  writeFiles,
} from '../support/cli.js';

/** Nothing that a user does wrong shows the inside of the program. */
function expectClear({ stdout, stderr }: CliResult): void {
  expect(stdout + stderr).not.toMatch(/^\s+at .*(\.js|\.ts|node:)/m);
  expect(stdout + stderr).not.toContain('TSDBT_INTERNAL_ERROR');
}

/** The number of findings that the report lists. */
function findings({ stdout, stderr }: CliResult): number {
  return (stdout + stderr).match(/\[TSDBT_[A-Z_]+\]/g)?.length ?? 0;
}

async function sqliteAt(path: string) {
  const locate = () => ({ file: 'profiles.yml', line: 1, column: 1 });
  const context = { projectDir: '/', projectName: 'shop', locate };
  const { value: credentials } = sqliteAdapter.readCredentials({ type: 'sqlite', path }, context);
  if (credentials === null) throw new Error('no credentials');
  return sqliteAdapter.open(credentials, { threads: 1, applicationName: 'test' });
}

/** Holds the write lock of a SQLite file until the answer is called. */
async function lock(path: string): Promise<() => Promise<void>> {
  const database = await sqliteAt(path);
  const session = await database.session({ purpose: 'write', label: 'lock' });
  await session.begin();
  await session.execute('create table held (a integer)');
  return () => database.close();
}

/**
 * What stands in the project's SQLite file, with its definition and rows, what was left half-built included: all but tsdbt's
 * own list of what it made.
 */
async function contentOf(cwd: string, path = 'shop.sqlite'): Promise<Record<string, unknown>> {
  if (!existsSync(join(cwd, path))) return {};
  const database = await sqliteAt(join(cwd, path));
  const session = await database.session({ purpose: 'read', label: 'content' });
  const found = await session.execute("select name, type, sql from sqlite_master where name not like '%tsdbt_ledger%'");
  const content: Record<string, unknown> = {};
  for (const [name, type, sql] of found.rows) {
    const quoted = `"${String(name).replaceAll('"', '""')}"`;
    const rows = type === 'index' ? null : (await session.execute(`select * from ${quoted}`)).rows;
    content[String(name)] = { type, sql: String(sql).replaceAll('"', ''), rows };
  }
  await database.close();
  return content;
}

async function relationsOf(cwd: string): Promise<string[]> {
  return Object.keys(await contentOf(cwd)).sort();
}

describe('a project that is wrong', () => {
  it('is missing', async () => {
    const result = await tsdbt(['build'], { cwd: tempFolder() });
    expectClear(result);
    expect([result.code, findings(result)]).toEqual([2, 1]);
    expect(result.stdout + result.stderr).toContain('dbt_project.yml');
  });

  it('is empty: nothing to do, no failure', async () => {
    const result = await tsdbt(['build'], { cwd: tempProject({}) });
    expectClear(result);
    expect(result.code).toBe(0);
    expect(result.stdout).toContain('Nothing to do');
  });

  it('has an empty dbt_project.yml', async () => {
    const result = await tsdbt(['build'], { cwd: tempProject({ 'dbt_project.yml': '' }) });
    expectClear(result);
    expect(result.code).toBe(2);
  });

  it.each([
    ['dbt_project.yml', 'name: shop\n  version: [\n'],
    ['models/schema.yml', 'models:\n  - name: a\n   columns: x\n'],
    ['profiles.yml', 'shop:\n  target: "dev\n'],
  ])('has broken YAML in %s', async (file, text) => {
    const cwd = tempProject({ 'models/a.sql': 'select 1 as id', [file]: text });
    const before = snapshotOf(cwd);
    const result = await tsdbt(file === 'profiles.yml' ? ['build', '--profile', 'shop'] : ['build'], { cwd });
    expectClear(result);
    expect(result.code).toBe(2);
    expect(result.stdout + result.stderr).toMatch(new RegExp(`at ${file}:\\d+:\\d+`));
    expect(existsSync(join(cwd, 'shop.sqlite'))).toBe(false);
    expect(snapshotOf(cwd)).toMatchObject(before);
  });

  it('holds a YAML alias bomb', async () => {
    const levels = Array.from({ length: 30 }, (_, n) => `  a${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}, *a${n}]`);
    const bomb = `version: 2\nmodels:\n  - name: a\n    meta:\n${['  a0: &a0 [x, x]', ...levels].map((line) => `    ${line}`).join('\n')}\n`;
    const started = Date.now();
    const result = await tsdbt(['build'], { cwd: tempProject({ 'models/a.sql': 'select 1', 'models/s.yml': bomb }) });
    expectClear(result);
    expect([result.code, findings(result)]).toEqual([2, 1]);
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it('reports every mistake of several files at once', async () => {
    const cwd = tempProject({
      'models/a.sql': "select * from {{ ref('bb') }}",
      'models/b.sql': 'select 1 as id',
      'models/c.sql': "select * from {{ source('raw', 'none') }}",
      'models/s.yml': 'modles:\n  - name: b\n',
    });
    const result = await tsdbt(['parse'], { cwd });
    expectClear(result);
    expect(result.code).toBe(2);
    expect(findings(result)).toBe(3);
    expect(result.stdout).toContain('models/a.sql:1:');
    expect(result.stdout).toContain("Did you mean 'b'?");
    expect(result.stdout).toContain("Did you mean 'models'?");
  });

  it('names a profile that does not exist', async () => {
    const cwd = tempProject({
      'profiles.yml': 'shop:\n  target: dev\n  outputs:\n    dev: {type: sqlite, path: x.db}\n',
      'models/a.sql': 'select 1',
    });
    const result = await tsdbt(['build', '--profile', 'shopp'], { cwd });
    expectClear(result);
    expect([result.code, findings(result)]).toEqual([2, 1]);
    expect(result.stdout + result.stderr).toContain("Did you mean 'shop'?");
  });

  it('has broken SQL', async () => {
    const cwd = tempProject({ 'models/a.sql': 'select from where' });
    const result = await tsdbt(['build'], { cwd });
    expectClear(result);
    expect([result.code, findings(result)]).toEqual([1, 1]);
    expect(await relationsOf(cwd)).toEqual([]);
    expect(result.stdout).toContain('models/a.sql:1:');
  });

  it('has a view that ends with a semicolon', async () => {
    const cwd = tempProject({ 'models/a.sql': 'select 1 as id;\n' });
    const result = await tsdbt(['build'], { cwd });
    expectClear(result);
    expect([result.code, findings(result)]).toEqual([1, 1]);
    expect(result.stdout).toContain('models/a.sql:1:15');
    expect(result.stdout).toContain('hint: Take the `;` off the end of the file');
  });

  it('has a model without a word', async () => {
    const result = await tsdbt(['build'], { cwd: tempProject({ 'models/a.sql': '\n' }) });
    expectClear(result);
    expect([result.code, findings(result)]).toEqual([1, 1]);
    expect(result.stdout).toContain('hint: The file renders to nothing: a model is a select.');
  });

  it('has a broken template', async () => {
    const result = await tsdbt(['build'], { cwd: tempProject({ 'models/a.sql': 'select\n{{ ref("x" }}' }) });
    expectClear(result);
    expect([result.code, findings(result)]).toEqual([2, 1]);
    expect(result.stdout).toContain('models/a.sql:2:');
  });

  it('has a seed with a short row: the line is named and nothing is loaded', async () => {
    const cwd = tempProject({ 'seeds/people.csv': 'id,name\n1,Ada\n2\n3,Eve\n' });
    const result = await tsdbt(['build'], { cwd });
    expectClear(result);
    expect([result.code, findings(result)]).toEqual([1, 1]);
    expect(result.stdout).toContain('seeds/people.csv:3');
    expect(await relationsOf(cwd)).toEqual([]);
  });
});

describe('what was built before stays as it was, and nothing half-built is left,', () => {
  const built = {
    'seeds/people.csv': 'id,name\n1,Ada\n2,Bob\n',
    'models/seen.sql': "select * from {{ ref('people') }}",
    'models/kept.sql': "{{ config(materialized='table') }} select * from {{ ref('people') }}",
    'models/grown.sql': "{{ config(materialized='incremental', unique_key='id') }} select * from {{ ref('people') }}",
  };
  const config = (kind: string, rest = '') => `{{ config(materialized='${kind}'${rest}) }}`;
  const people = "from {{ ref('people') }}";

  it.each<[string, 1 | 2, Record<string, string | Buffer>]>([
    ['broken SQL in a view', 1, { 'models/seen.sql': 'select from where' }],
    ['broken SQL in a table', 1, { 'models/kept.sql': `${config('table')} select from where` }],
    [
      'broken SQL in an incremental model',
      1,
      { 'models/grown.sql': `${config('incremental', ", unique_key='id'")} select nothing ${people}` },
    ],
    [
      'a row that cannot be computed',
      1,
      { 'models/kept.sql': `${config('table')} select id, json(case id when 2 then '{' else '1' end) as n ${people}` },
    ],
    [
      'a template that fails while the model runs',
      1,
      { 'models/kept.sql': `${config('table')} select {{ 1 / 0 if execute }} as id` },
    ],
    [
      'a hook that fails',
      1,
      { 'models/kept.sql': `${config('table', ", post_hook='select nothing'")} select 1 as id` },
    ],
    ['a seed with a short row', 1, { 'seeds/people.csv': 'id,name\n1,Ada\n2\n' }],
    ['a seed with an open quote', 1, { 'seeds/people.csv': 'id,name\n1,"Ada\n' }],
    ['an empty seed', 1, { 'seeds/people.csv': '' }],
    ['a seed in another encoding', 1, { 'seeds/people.csv': Buffer.from('id,name\n1,J\xfcrgen\n', 'latin1') }],
    ['a reference to nothing', 2, { 'models/kept.sql': "select * from {{ ref('nobody') }}" }],
    ['two models of one relation', 2, { 'models/other.sql': "{{ config(alias='kept') }} select 1 as id" }],
    ['a materialization that does not exist', 1, { 'models/kept.sql': `${config('tabel')} select 1 as id` }],
    ['broken YAML', 2, { 'models/s.yml': 'models: [' }],
    ['a wrong dbt_project.yml', 2, { 'dbt_project.yml': 'name: shop\nmodels: 5\n' }],
  ])('with %s', async (_, code, broken) => {
    const cwd = tempProject(built);
    expect((await tsdbt(['build'], { cwd })).code).toBe(0);
    const before = await contentOf(cwd);
    expect(Object.keys(before).sort()).toEqual(['grown', 'kept', 'people', 'seen']);
    writeFiles(cwd, broken);
    const result = await tsdbt(['build'], { cwd });
    expectClear(result);
    expect([result.code, findings(result)]).toEqual([code, 1]);
    expect(await contentOf(cwd)).toEqual(before);
  });
});

describe('a seed that is not UTF-8', () => {
  const latin = Buffer.from('id,name\n1,Ada\n2,J\xfcrgen\n', 'latin1');
  const files = {
    'seeds/people.csv': latin,
    'models/names.sql': "select name from {{ ref('people') }}",
    'models/one.sql': 'select 1 as id',
  };

  it.each([['ls'], ['parse'], ['compile', '--select', 'one']])('does not stop %s', async (...args) => {
    const result = await tsdbt(args, { cwd: tempProject(files) });
    expectClear(result);
    expect([result.code, findings(result)]).toEqual([0, 0]);
  });

  it.each([['build'], ['seed']])(
    'is an error of its own node in %s, with its place; nothing of it is loaded',
    async (command) => {
      const cwd = tempProject(files);
      const result = await tsdbt([command], { cwd });
      expectClear(result);
      expect([result.code, findings(result)]).toEqual([1, 1]);
      expect(result.stdout).toContain('seeds/people.csv:3:4');
      expect(result.stdout).toContain(
        command === 'build' ? 'PASS=1 WARN=0 ERROR=1 SKIP=1' : 'PASS=0 WARN=0 ERROR=1 SKIP=0',
      );
      expect(await relationsOf(cwd)).toEqual(command === 'build' ? ['one'] : []);
    },
  );
});

describe('a database that is wrong', () => {
  const sqlite = (path: string) => `shop:\n  target: dev\n  outputs:\n    dev: {type: sqlite, path: ${path}}\n`;
  const profiled = 'name: shop\nversion: "1.0"\nprofile: shop\n';

  it('is a file that is no database, and stays as it is', async () => {
    const text = 'this is certainly not a database\n'.repeat(100);
    const cwd = tempProject({
      'dbt_project.yml': profiled,
      'profiles.yml': sqlite('notes.txt'),
      'notes.txt': text,
      'models/a.sql': 'select 1 as id',
      'models/b.sql': 'select 1 as id',
    });
    const result = await tsdbt(['build'], { cwd });
    expectClear(result);
    expect([result.code, findings(result)]).toEqual([2, 1]);
    expect(result.stdout).toContain(`${join(cwd, 'notes.txt')} is no SQLite database`);
    expect(snapshotOf(cwd)['notes.txt']).toBe(text);
  });

  it('is down', async () => {
    const cwd = tempProject({
      'dbt_project.yml': profiled,
      'profiles.yml':
        'shop:\n  target: dev\n  outputs:\n    dev: {type: postgres, host: 127.0.0.1, port: 1, user: u, password: hunter2secret, dbname: d, schema: s}\n',
      'models/a.sql': 'select 1 as id',
    });
    const result = await tsdbt(['build'], { cwd });
    expectClear(result);
    expect([result.code, findings(result)]).toEqual([2, 1]);
    expect(result.stdout).toContain('127.0.0.1');
    expect(result.stdout + result.stderr).not.toContain('hunter2secret');
    const debug = await tsdbt(['debug'], { cwd });
    expect(debug.code).toBe(1);
    expect(debug.stdout).toContain('Connection test: [ERROR]');
    expect(debug.stdout).not.toContain('hunter2secret');
  });

  it.skipIf(!existsSync('/proc/version'))('cannot write its artifacts where no folder can be made', async () => {
    const cwd = tempProject({ 'models/a.sql': 'select 1 as id' });
    const result = await tsdbt(['build', '--target-path', '/proc/x'], { cwd });
    expectClear(result);
    expect(result.code).toBe(2);
    expect(result.stdout).toContain('/proc/x');
    expect(await relationsOf(cwd)).toEqual([]);
    const logged = await tsdbt(['ls', '--log-path', '/proc/x'], { cwd });
    expectClear(logged);
    expect([logged.code, logged.stdout]).toEqual([0, 'shop.a\n']);
    expect((await tsdbt(['init', '/proc/x'], { cwd })).code).toBe(2);
  });

  it.skipIf(!canRunAsNobody())('lies in a folder that cannot be written', async () => {
    const cwd = tempProject({ 'models/a.sql': 'select 1 as id' });
    chmodSync(join(cwd, '..'), 0o755);
    chmodSync(cwd, 0o555);
    const before = snapshotOf(cwd);
    const result = await tsdbt(['build'], { cwd, asNobody: true });
    chmodSync(cwd, 0o755);
    expectClear(result);
    expect(result.code).toBe(2);
    expect(result.stdout).toContain('There is no log file');
    expect(result.stdout).toContain('error target cannot be written: permission denied');
    expect(snapshotOf(cwd)).toEqual(before);
  });

  it('is locked by another program', async () => {
    const cwd = tempProject({
      'dbt_project.yml': profiled,
      'profiles.yml': 'shop:\n  target: dev\n  outputs:\n    dev: {type: sqlite, path: x.db, busy_timeout: 1}\n',
      'models/a.sql': "{{ config(materialized='table') }} select 1 as id",
    });
    expect((await tsdbt(['build'], { cwd })).code).toBe(0);
    const before = await contentOf(cwd, 'x.db');
    const release = await lock(join(cwd, 'x.db'));
    const result = await tsdbt(['build'], { cwd });
    await release();
    expect(await contentOf(cwd, 'x.db')).toEqual(before);
    expectClear(result);
    expect([result.code, findings(result)]).toEqual([1, 1]);
    expect(result.stdout).toMatch(/error .*locked/);
    expect(result.stdout).toContain('busy_timeout');
  });
});

describe('names that are hard', () => {
  it.each([`select`, `with space`, `quote'd`, `dou"ble`, `schöne_日本`, `semi;colon`, `per%cent`])(
    'builds and tests a model called %s',
    async (name) => {
      const cwd = tempProject({
        [`models/${name}.sql`]: 'select 1 as id',
        'models/schema.yml': `models:\n  - name: ${JSON.stringify(name)}\n    columns:\n      - {name: id, data_tests: [unique]}\n`,
      });
      const result = await tsdbt(['build'], { cwd });
      expectClear(result);
      expect(result.stdout).toContain('PASS=2');
      expect(result.code).toBe(0);
    },
  );

  it('builds a relation with a name of 10,000 characters, which SQLite takes', async () => {
    const alias = 'x'.repeat(10_000);
    const cwd = tempProject({ 'models/a.sql': `{{ config(alias='${alias}') }} select 1 as id` });
    const result = await tsdbt(['build'], { cwd });
    expectClear(result);
    expect([result.code, findings(result)]).toEqual([0, 0]);
    expect(await relationsOf(cwd)).toEqual([alias]);
    expect(Math.max(...result.stdout.split('\n').map((line) => line.length))).toBeLessThan(11_000);
  });

  it('builds and tests models whose files have the longest name that file systems take, each with its own SQL', async () => {
    const [a, b] = ['a', 'b'].map((last) => 'n'.repeat(250) + last);
    const cwd = tempProject({
      [`models/${a}.sql`]: 'select 1 as id',
      [`models/${b}.sql`]: `select id + 1 as id from {{ ref('${a}') }}`,
      [`models/${'é'.repeat(125)}.sql`]: 'select 3 as id',
      'models/s.yml': `models:\n  - name: ${a}\n    columns: [{name: id, data_tests: [not_null, unique]}]\n`,
    });
    const result = await tsdbt(['build'], { cwd });
    expectClear(result);
    expect([result.code, findings(result)]).toEqual([0, 0]);
    expect(result.stdout).toContain('PASS=5');
    const compiled = readdirSync(join(cwd, 'target/compiled/shop/models')).filter((name) => name.startsWith('nnn'));
    const texts = compiled.map((name) =>
      readFileSync(join(cwd, 'target/compiled/shop/models', name), 'utf8').slice(0, 12),
    );
    expect(texts.filter((text) => text.startsWith('select')).sort()).toEqual(['select 1 as ', 'select id + ']);
  });

  it.each([
    ['a column', { 'models/a.sql': `select 1 as ${'x'.repeat(10_000)}` }],
    ['a tag', { 'models/a.sql': `{{ config(tags=['${'x'.repeat(10_000)}']) }} select 1 as id` }],
  ])('builds with %s of 10,000 characters, which SQLite takes', async (_, files) => {
    const result = await tsdbt(['build'], { cwd: tempProject(files) });
    expectClear(result);
    expect([result.code, findings(result)]).toEqual([0, 0]);
  });

  it('warns of a described model whose name of 10,000 characters no file has', async () => {
    const properties = `models:\n  - name: ${'x'.repeat(10_000)}\n    columns: [{name: id, data_tests: [unique]}]\n`;
    const cwd = tempProject({ 'models/a.sql': 'select 1 as id', 'models/s.yml': properties });
    const result = await tsdbt(['build'], { cwd });
    expectClear(result);
    expect(result.code).toBe(0);
    expect(result.stdout).toContain('models/s.yml:2:');
  });

  it('prints no control character of a value', async () => {
    const cwd = tempProject({
      'models/a.sql': "select char(27) || '[2J' as evil",
      'tests/t.sql': "select * from {{ ref('a') }}",
    });
    writeFiles(cwd, {});
    const result = await tsdbt(['build'], { cwd });
    expect(result.code).toBe(1);
    expect(result.stdout).not.toContain('\u001b');
    expect(result.stdout).toContain('\\u001b[2J');
  });
});
