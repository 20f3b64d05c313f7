/** SQLite's files: one or several, attached sources, WAL, processes that end with their parent, and registered functions. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Credentials } from '../../core/adapter/adapter.js';
import type { Session } from '../../core/adapter/database.js';
import type { JsonObject } from '../../core/resources/json.js';
import { type AdapterUnderTest, forSqlite, readOutput } from './support.js';

async function inDatabase<T>(
  under: AdapterUnderTest,
  credentials: Credentials,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const database = await under.adapter.open(credentials, { threads: 1, applicationName: 'tsdbt' });
  const session = await database.session({ purpose: 'write', label: 'test' });
  try {
    return await work(session);
  } finally {
    await session.release();
    await database.close();
  }
}

/** `wal` or `rollback`, from the file's header. */
async function journalOf(path: string): Promise<string> {
  return (await readFile(path))[18] === 2 ? 'wal' : 'rollback';
}

forSqlite('files', (under) => {
  const output = (changes: JsonObject): Credentials =>
    readOutput(under.adapter, { type: 'sqlite', ...changes }, under.folder);

  it('puts its own file into WAL mode and leaves no log behind', async () => {
    const path = join(under.folder, 'own.sqlite');
    await inDatabase(under, output({ path }), (session) =>
      session.execute('create table t (a); insert into t values (1)'),
    );
    expect(await journalOf(path)).toBe('wal');
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  it('reads attached files, converts and writes none of them', async () => {
    const source = join(under.folder, 'source.sqlite');
    await inDatabase(under, output({ path: source }), (session) =>
      session.execute('create table t (a integer); insert into t values (7); pragma journal_mode = delete'),
    );
    const before = await readFile(source);
    const credentials = output({ path: 'main.sqlite', attach: { Vendor: source } });
    await inDatabase(under, credentials, async (session) => {
      const relation = under.adapter.relationName({ database: 'main', schema: 'vendor', identifier: 't' }, credentials);
      expect(relation).toEqual({ database: null, schema: 'vendor', identifier: 't' });
      expect((await session.execute('create table copy as select * from "vendor"."t"')).rowsAffected).toBe(1);
      expect(await under.adapter.introspector.relation(session, relation)).toMatchObject({ identifier: 't' });
      expect(await under.adapter.introspector.columns(session, relation)).toMatchObject([{ name: 'a' }]);
      for (const sql of [
        'insert into vendor.t values (1)',
        'update "vendor".t set a = 1',
        'with x as (select 1) delete from vendor.t',
        'drop table if exists Vendor.t',
        'create table vendor.u as select 1',
        'alter table vendor.t add column b',
        'create index vendor.i on t (a)',
      ]) {
        const failure = await under.failureOf(session.execute(sql));
        expect([sql, failure.kind, failure.message]).toEqual([sql, 'permission', expect.stringContaining('read only')]);
      }
      const view = await under.failureOf(session.execute('create view v as select * from vendor.t'));
      expect(view.hint).toContain('materialized: table');
    });
    expect((await readFile(source)).equals(before)).toBe(true);
  });

  it('does not make an attached file that is missing', async () => {
    const missing = join(under.folder, 'missing.sqlite');
    const credentials = output({ path: 'main.sqlite', attach: { vendor: missing } });
    const failure = await under.failureOf(inDatabase(under, credentials, (session) => session.execute('select 1')));
    expect(failure).toMatchObject({ kind: 'connection', message: expect.stringContaining(missing) });
    expect(existsSync(missing)).toBe(false);
  });

  it('keeps a schema per file with schemas_and_paths, and finds new files of schema_directory', async () => {
    mkdirSync(join(under.folder, 'schemas'));
    const credentials = output({
      schemas_and_paths: { main: 'several.sqlite', staging: 'staging.sqlite' },
      schema_directory: 'schemas',
      threads: 1,
    });
    const name = (schema: string) =>
      under.adapter.relationName({ database: 'main', schema, identifier: 't' }, credentials);
    expect(name('main')).toEqual({ database: null, schema: 'main', identifier: 't' });
    const database = await under.adapter.open(credentials, { threads: 1, applicationName: 'tsdbt' });
    const write = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
      const session = await database.session({ purpose: 'write', label: 'x' });
      return work(session).finally(() => session.release());
    };
    await write(async (session) => {
      await session.execute('create table staging.t as select 1 as a; create table main.t as select 2 as a');
      await session.execute(`attach database '${join(under.folder, 'schemas', 'marts.db')}' as "marts"`);
      await session.execute('create table marts.t as select 3 as a');
    });
    const reader = await database.session({ purpose: 'read', label: 'x' });
    const { introspector } = under.adapter;
    expect(await introspector.schemas(reader)).toEqual(['main', 'staging', 'marts']);
    expect((await introspector.relations(reader, ['staging', 'marts', 'absent'])).map(({ schema }) => schema)).toEqual([
      'staging',
      'marts',
    ]);
    expect((await reader.execute('select * from marts.t')).rows).toEqual([[3n]]);
    await reader.release();
    await write(async (session) => {
      await under.failureOf(session.execute('select 1', { signal: AbortSignal.abort() }));
    });
    expect(await write((session) => introspector.schemas(session))).toEqual(['main', 'staging', 'marts']);
    await database.close();
    expect(await journalOf(join(under.folder, 'schemas', 'marts.db'))).toBe('wal');
  });

  it('runs a trigger whose body holds semicolons', async () => {
    const { rows } = await under.withSession((session) =>
      session.execute(`create table seen (a); create table log (b);
        create trigger tr after insert on seen begin insert into log values (1); insert into log values (2); end;
        insert into seen values (1); select count(*) from log`),
    );
    expect(rows).toEqual([[2n]]);
  });

  it('ends its process when the parent is killed, also within a statement', async () => {
    const script = `
      const { sqliteAdapter } = await import('${new URL('../../adapters/sqlite/index.ts', import.meta.url).href}');
      const locate = () => ({ file: 'x', line: 1, column: 1 });
      const context = { projectDir: '${under.folder}', projectName: 'x', locate };
      const credentials = sqliteAdapter.readCredentials({ type: 'sqlite', path: 'orphan.sqlite' }, context).value;
      const database = await sqliteAdapter.open(credentials, { threads: 1, applicationName: 'x' });
      const session = await database.session({ purpose: 'write', label: 'x' });
      await session.begin();
      console.log('ready');
      await session.execute('with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n');`;
    const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await Promise.race([once(parent.stdout, 'data'), once(parent, 'exit')]);
    expect(parent.exitCode).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 700));
    parent.kill('SIGKILL');
    const started = Date.now();
    await inDatabase(under, output({ path: 'orphan.sqlite', busy_timeout: 8 }), (session) => session.begin());
    expect(Date.now() - started).toBeLessThan(4000);
  });

  it.each([
    ["md5('abc')", '900150983cd24fb0d6963f7d28e17f72'],
    ['md5(12)', 'c20ad4d76fe97759aa27a0c99bff6710'],
    ["sha256('abc')", 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['md5(null)', null],
    ["split_part('a,b,c', ',', 2)", 'b'],
    ["split_part('a,b,c', ',', -1)", 'c'],
    ["split_part('a,b,c', ',', 9)", ''],
    ["regexp_replace('a1b22', '[0-9]+', '#')", 'a#b22'],
    ["regexp_replace('a1b22', '[[:digit:]]+', '#', 'g')", 'a#b#'],
    ["regexp_replace('John Smith', '(\\w+) (\\w+)', '\\2, \\1')", 'Smith, John'],
    ["regexp_replace('ABC', 'b', '<\\&>', 'gi')", 'A<B>C'],
    ["regexp_replace('x$1', 'x', '$1$&')", '$1$&$1'],
    ["date_trunc('month', '2026-11-21')", '2026-11-01'],
    ["date_trunc('hour', '2026-11-21 10:59:59.999999')", '2026-11-21 10:00:00'],
    ["date_trunc('week', '2026-11-22 23:00:00')", '2026-11-16 00:00:00'],
    ["date_trunc('quarter', '2026-11-21')", '2026-10-01'],
    ["date_part('year', '2026-11-21')", 2026n],
    ["date_part('week', '2027-01-01')", 53n],
    ["date_part('dow', '2026-11-22')", 0n],
    ["date_part('second', '2026-11-21 10:00:30.5')", 30.5],
    ["date_part('epoch', '1970-01-02 00:00:01')", 86401n],
    ["datediff('day', '2026-02-27 23:00:00', '2026-03-01')", 2n],
    ["datediff('month', '2026-03-31', '2026-01-01')", -2n],
    ["datediff('hour', '2026-01-01 00:59:00', '2026-01-01 01:00:00')", 1n],
    ["datediff('week', '2026-11-21', '2026-11-22')", 1n],
    ["datediff('microsecond', '2026-01-01', '2026-01-02')", 86_400_000_000n],
    ["dateadd('month', 1, '2026-01-31')", '2026-02-28'],
    ["dateadd('day', -1, '2026-03-01')", '2026-02-28'],
    ["dateadd('hour', 25, '2026-12-31')", '2027-01-01 01:00:00'],
    ["dateadd('second', 1, '2026-12-31 23:59:59.25+01:00')", '2026-12-31 23:00:00.25+00'],
    ["dateadd('year', 1, null)", null],
  ] as [string, unknown][])('computes %s', async (expression, expected) => {
    const { rows } = await under.withSession((session) => session.execute(`select ${expression}`));
    expect(rows).toEqual([[expected]]);
  });

  it('names what is wrong with the arguments of a function', async () => {
    const failure = async (expression: string) =>
      (await under.failureOf(under.withSession((session) => session.execute(`select ${expression}`)))).message;
    expect(await failure("date_trunc('fortnight', '2026-11-21')")).toContain('fortnight');
    expect(await failure("dateadd('day', 1, '21.11.2026')")).toContain('21.11.2026');
    expect(await failure("date_trunc('day', '2026-02-30')")).toContain('2026-02-30');
  });

  it('lists exactly the functions that it registers', async () => {
    const { rows } = await under.withSession((session) =>
      session.execute('select distinct name from pragma_function_list where builtin = 0'),
    );
    const names = rows.map(([name]) => String(name));
    expect(names).toEqual(expect.arrayContaining([...under.adapter.registeredFunctions]));
  });
});
