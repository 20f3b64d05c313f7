/** Outputs of profiles.yml: what is taken, what is refused with which words, and that no password is shown. */
import { describe, expect, it } from 'vitest';
import { postgresAdapter } from '../../../adapters/postgres/index.js';
import { sqliteAdapter } from '../../../adapters/sqlite/index.js';
import type { Adapter } from '../../../core/adapter/adapter.js';
import type { Json, JsonObject } from '../../../core/resources/json.js';

const read = (adapter: Adapter, output: JsonObject) =>
  adapter.readCredentials(output, {
    projectDir: '/project',
    projectName: 'shop',
    locate: (keyPath) => ({ file: 'profiles.yml', line: 1 + keyPath.length, column: 1 }),
  });
const messages = (adapter: Adapter, output: JsonObject) =>
  read(adapter, output).diagnostics.map(
    ({ severity, message, hint }) => `${severity}: ${message}${hint ? ` ${hint}` : ''}`,
  );

const minimal = { type: 'postgres', host: 'db', user: 'etl', password: 'geheim', dbname: 'shop', schema: 'marts' };

describe('postgres credentials', () => {
  it('take the defaults of dbt-postgres, with four threads', () => {
    const { value, diagnostics } = read(postgresAdapter, minimal);
    expect(diagnostics).toEqual([]);
    expect(value).toMatchObject({ type: 'postgres', database: 'shop', schema: 'marts', threads: 4, files: [] });
    expect(value!.publicFields).toMatchObject({
      host: 'db',
      port: 5432,
      user: 'etl',
      dbname: 'shop',
      database: 'shop',
      connect_timeout: 10,
      retries: 1,
      role: null,
    });
  });

  it('keep the password out of everything that is shown', () => {
    const { value } = read(postgresAdapter, minimal);
    expect(value!.secrets).toEqual(['geheim']);
    expect(JSON.stringify([value!.publicFields, value!.describe])).not.toContain('geheim');
    expect(value!.describe).toBe('db:5432/shop as etl');
    expect(messages(postgresAdapter, { ...minimal, password: ['geheim'] }).join()).not.toContain('geheim');
    expect(messages(postgresAdapter, { ...minimal, password: true })).toEqual([
      'error: `password` must be a text, found a boolean that is not shown.',
    ]);
  });

  it('take the other spellings, numbers written as text, and passwords of digits', () => {
    const { dbname: _, password: __, ...rest } = minimal;
    const { value, diagnostics } = read(postgresAdapter, {
      ...rest,
      database: 'd',
      pass: 123456,
      port: '5433',
      threads: '8',
    });
    expect(diagnostics).toEqual([]);
    expect(value).toMatchObject({
      database: 'd',
      threads: 8,
      secrets: ['123456'],
      settings: { port: 5433, password: '123456' },
    });
  });

  it('report every mistake at once, each at its key', () => {
    const { value, diagnostics } = read(postgresAdapter, {
      ...minimal,
      host: undefined as never,
      port: 'abc',
      threads: 0,
      sslmode: 'always',
      hots: 1,
      pass: 'x',
    });
    expect(value).toBeNull();
    expect(diagnostics.map(({ message }) => message)).toEqual([
      '`password` and `pass` mean the same; keep one of them.',
      'The output lacks the key `host`.',
      '`port` must be a whole number from 1 to 65535, found "abc".',
      '`sslmode` must be one of disable, allow, prefer, require, verify-ca, verify-full, found "always".',
      '`threads` must be a whole number from 1 to 1000, found 0.',
      'The output has an unknown key `hots`, which is ignored.',
    ]);
    expect(diagnostics.at(-1)).toMatchObject({
      severity: 'warning',
      hint: "Did you mean 'host'?",
      location: { line: 2 },
    });
  });

  it('refuse an encoding that is not UTF-8', () => {
    expect(messages(postgresAdapter, { ...minimal, client_encoding: 'latin1' })).toHaveLength(1);
    expect(messages(postgresAdapter, { ...minimal, client_encoding: 'utf-8' })).toEqual([]);
  });

  it('stop at the missing keys of an empty output', () => {
    expect(messages(postgresAdapter, { type: 'postgres' }).map((message) => /`(\w+)`\./.exec(message)?.[1])).toEqual([
      'host',
      'user',
      'dbname',
      'schema',
    ]);
  });
});

describe('sqlite credentials', () => {
  it('put the file beside dbt_project.yml when no path is given', () => {
    const { value, diagnostics } = read(sqliteAdapter, { type: 'sqlite' });
    expect(diagnostics).toEqual([]);
    expect(value).toMatchObject({
      database: 'main',
      schema: 'main',
      threads: 1,
      describe: '/project/shop.sqlite',
      files: ['/project/shop.sqlite'],
    });
  });

  it('take relative paths from the project, attached files in each form', () => {
    const attach: Json = [{ path: 'a.sqlite', alias: 'first' }, { path: '/x/b.db', schema: 'second' }, 'c.sqlite'];
    expect(read(sqliteAdapter, { type: 'sqlite', path: 'out/w.sqlite', attach }).value!.files).toEqual([
      '/project/out/w.sqlite',
      '/project/a.sqlite',
      '/x/b.db',
      '/project/c.sqlite',
    ]);
    expect(read(sqliteAdapter, { type: 'sqlite', attach: { raw: 'r.db' } }).value!.publicFields.attach).toEqual({
      raw: '/project/r.db',
    });
  });

  it('read the keys of dbt-sqlite', () => {
    const { value } = read(sqliteAdapter, {
      type: 'sqlite',
      database: 'database',
      schema: 'main',
      schemas_and_paths: { main: '/d/etl.db', raw: '/d/raw.db' },
      schema_directory: '/d',
      extensions: ['/l/crypto.so'],
      threads: 1,
    });
    expect(value!.publicFields).toMatchObject({
      schema_directory: '/d',
      schemas_and_paths: { main: '/d/etl.db', raw: '/d/raw.db' },
    });
    expect(value!.files).toEqual(['/d/etl.db', '/d/raw.db']);
  });

  it('name relations by profile: no schema in one file, one per file in several', () => {
    const name = { database: 'main', schema: 'marts', identifier: 't' };
    const one = read(sqliteAdapter, { type: 'sqlite', attach: { marts2: 'x.db' } }).value!;
    const several = read(sqliteAdapter, { type: 'sqlite', schemas_and_paths: { main: 'm.db' } }).value!;
    expect(sqliteAdapter.relationName(name, one)).toEqual({ database: null, schema: null, identifier: 't' });
    expect(sqliteAdapter.relationName({ ...name, schema: 'MARTS2' }, one).schema).toBe('MARTS2');
    expect(sqliteAdapter.relationName(name, several)).toEqual({ database: null, schema: 'marts', identifier: 't' });
  });

  it.each([
    [{ path: ':memory:' }, 'several processes'],
    [{ path: 'file:x?mode=ro' }, 'must be a file'],
    [{ path: 'a.db', schemas_and_paths: { main: 'b.db' } }, 'exclude each other'],
    [{ schemas_and_paths: { raw: 'b.db' } }, 'must be called `main`'],
    [{ schema_directory: 'x' }, 'needs `schemas_and_paths`'],
    [{ attach: { main: 'x.db' } }, 'already taken'],
    [{ attach: [{ path: 'a/x.db' }, { path: 'b/X.db' }] }, 'already taken'],
    [{ attach: [{ file: 'x.db' }] }, 'list of `{path, alias}`'],
    [{ attach: 'x.db' }, 'a mapping of texts'],
    [{ busy_timeout: -1 }, 'whole number'],
    [{ pth: 'x' }, "Did you mean 'path'?"],
  ] as [JsonObject, string][])('refuse or warn of %j', (changes, words) => {
    expect(messages(sqliteAdapter, { type: 'sqlite', ...changes }).join('\n')).toContain(words);
  });
});

describe('the same login elsewhere', () => {
  const own = read(postgresAdapter, minimal).value!;

  it('is that of the profile, for another database and schema of its server', () => {
    const there = postgresAdapter.credentialsAt(own, {
      ...own.publicFields,
      dbname: 'base',
      schema: 'pr',
      user: 'root',
    });
    expect(there).toMatchObject({ database: 'base', schema: 'pr', describe: 'db:5432/base as etl' });
    expect(there!.settings).toMatchObject({ user: 'etl', password: 'geheim', database: 'base' });
  });

  it.each([
    ['another host', { host: 'evil' }],
    ['another port', { port: 6543 }],
    ['no database', { dbname: null }],
  ])('is none for %s', (_, fields) => {
    expect(postgresAdapter.credentialsAt(own, { ...own.publicFields, ...fields })).toBeNull();
  });

  it('is another file of SQLite, and libraries of the profile alone', () => {
    const here = read(sqliteAdapter, { type: 'sqlite', path: 'a.sqlite', extensions: ['mine.so'] }).value!;
    const there = sqliteAdapter.credentialsAt(here, { path: '/base/b.sqlite', extensions: ['/evil.so'], threads: 9 });
    expect(there!.files).toEqual(['/base/b.sqlite']);
    expect(there!.publicFields).toMatchObject({ extensions: ['/project/mine.so'], threads: 1 });
    const paths = { main: '/base/m.sqlite', raw: '/base/raw.sqlite' };
    const several = sqliteAdapter.credentialsAt(here, { path: '/base/m.sqlite', schemas_and_paths: paths });
    expect(several!.files).toEqual(['/base/m.sqlite', '/base/raw.sqlite']);
    expect(sqliteAdapter.credentialsAt(here, { path: ':memory:' })).toBeNull();
  });
});
