/**
 * Runs the same cases against every adapter: SQLite in a temporary file, Postgres in a database of its own on the test
 * run's server. A case gets a connected database and opens sessions as `core/execute` does.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { postgresAdapter } from '../../adapters/postgres/index.js';
import { sqliteAdapter } from '../../adapters/sqlite/index.js';
import type { Adapter, Credentials } from '../../core/adapter/adapter.js';
import type { Database, Session } from '../../core/adapter/database.js';
import type { DatabaseFailure } from '../../core/adapter/failure.js';
import type { Json, JsonObject } from '../../core/resources/json.js';
import type { Relation } from '../../core/resources/relation.js';

/** What a case works with. Fields are set before the first test of the block runs. */
export interface AdapterUnderTest {
  readonly adapter: Adapter;
  /** The profile output of the test database. */
  readonly output: JsonObject;
  readonly credentials: Credentials;
  readonly database: Database;
  /** A folder of the test file's own. */
  readonly folder: string;
  /** A relation of the default schema, named as the adapter wants it. */
  relation(identifier: string, type?: Relation['type']): Relation;
  /** Rendered name of such a relation. */
  name(identifier: string): string;
  /** Runs work in a session and releases it. */
  withSession<T>(work: (session: Session) => Promise<T>, purpose?: 'write' | 'read' | 'preview'): Promise<T>;
  /** The classified failure of work that must fail. */
  failureOf(work: Promise<unknown>): Promise<DatabaseFailure>;
  /** Reads credentials from an output with some keys changed. */
  credentialsWith(changes: JsonObject): Credentials;
}

/** Declares the cases once for each adapter. */
export function forEachAdapter(name: string, declare: (under: AdapterUnderTest) => void): void {
  forSqlite(name, declare);
  forPostgres(name, declare);
}

/** Declares cases that only SQLite has. */
export function forSqlite(name: string, declare: (under: AdapterUnderTest) => void): void {
  declareFor(name, sqliteAdapter, declare, async (folder) => ({
    output: { type: 'sqlite', path: join(folder, 'test.sqlite'), threads: 2, busy_timeout: 1 },
    drop: async () => {},
  }));
}

/** Declares cases that only Postgres has. */
export function forPostgres(name: string, declare: (under: AdapterUnderTest) => void): void {
  declareFor(name, postgresAdapter, declare, async () => {
    const { output, drop } = await createPostgresDatabase();
    return { output, drop };
  });
}

/** A new database on the test run's server, as a profile output, and how to drop it. */
export async function createPostgresDatabase(): Promise<{ output: JsonObject; drop: () => Promise<void> }> {
  const { host, port, user, password } = inject('postgres');
  const database = `test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
  const run = async (sql: string): Promise<void> => {
    const client = new pg.Client({ host, port, user, password, database: 'postgres' });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await run(`create database ${database}`);
  const output: JsonObject = {
    type: 'postgres',
    host,
    port,
    user,
    password,
    dbname: database,
    schema: 'public',
    threads: 4,
  };
  return { output, drop: () => run(`drop database ${database} with (force)`) };
}

/** Reads a profile output with an adapter; mistakes are thrown. */
export function readOutput(adapter: Adapter, output: JsonObject, projectDir = '/'): Credentials {
  const locate = () => ({ file: 'profiles.yml', line: 1, column: 1 });
  const { value, diagnostics } = adapter.readCredentials(output, { projectDir, projectName: 'test', locate });
  if (value === null) throw new Error(diagnostics.map((diagnostic) => diagnostic.message).join('\n'));
  return value;
}

function declareFor(
  name: string,
  adapter: Adapter,
  declare: (under: AdapterUnderTest) => void,
  prepare: (folder: string) => Promise<{ output: JsonObject; drop: () => Promise<void> }>,
): void {
  describe(`${name} on ${adapter.type}`, () => {
    const state = {} as { output: JsonObject; credentials: Credentials; database: Database; folder: string };
    let drop = async (): Promise<void> => {};
    beforeAll(async () => {
      state.folder = await mkdtemp(join(tmpdir(), 'tsdbt-conformance-'));
      const prepared = await prepare(state.folder);
      state.output = prepared.output;
      drop = prepared.drop;
      state.credentials = readOutput(adapter, state.output, state.folder);
      state.database = await adapter.open(state.credentials, { threads: 4, applicationName: 'tsdbt' });
    });
    afterAll(async () => {
      await state.database?.close();
      await drop();
      await rm(state.folder, { recursive: true, force: true });
    });
    declare(underTest(adapter, state));
  });
}

type State = Pick<AdapterUnderTest, 'output' | 'credentials' | 'database' | 'folder'>;

function underTest(adapter: Adapter, state: State): AdapterUnderTest {
  const relation: AdapterUnderTest['relation'] = (identifier, type = null) => {
    const { database, schema } = state.credentials;
    const name = adapter.relationName({ database, schema, identifier }, state.credentials);
    return { ...name, type, quoting: { database: true, schema: true, identifier: true } };
  };
  return {
    adapter,
    get output() {
      return state.output;
    },
    get credentials() {
      return state.credentials;
    },
    get database() {
      return state.database;
    },
    get folder() {
      return state.folder;
    },
    relation,
    name: (identifier) => adapter.dialect.renderRelation(relation(identifier)),
    withSession: async (work, purpose = 'write') => {
      const session = await state.database.session({ purpose, label: 'test' });
      try {
        return await work(session);
      } finally {
        await session.release();
      }
    },
    failureOf: async (work) => {
      try {
        await work;
      } catch (error) {
        return adapter.classifyError(error);
      }
      throw new Error('expected a failure');
    },
    credentialsWith: (changes) => {
      const output: Record<string, Json> = { ...state.output, ...changes };
      return readOutput(adapter, output, state.folder);
    },
  };
}
