/**
 * A project with a database of its own, on either adapter: what a fault is put on. It can be copied with all that stands
 * in it, so that each of many faults meets the same state, and is read by clients that are not tsdbt's.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { loadLibrary } from '../../../adapters/sqlite/driver/child/library.js';
import type { Json } from '../../../core/resources/json.js';
import { writeFiles } from '../cli.js';
import { postgresSnapshot, type Snapshot } from './snapshot/postgres-snapshot.js';
import { sqliteSnapshot } from './snapshot/sqlite-snapshot.js';

export type DatabaseType = 'postgres' | 'sqlite';
export const databaseTypes: readonly DatabaseType[] = ['postgres', 'sqlite'];

export interface Place {
  readonly type: DatabaseType;
  /** The project's folder. */
  readonly folder: string;
  /** The schema of the profile, for SQL that is written by hand: `public.` on Postgres, nothing on SQLite. */
  readonly prefix: string;
  /** Writes profiles.yml anew with some keys of the output changed. */
  readonly profile: (changes?: Readonly<Record<string, Json>>) => void;
  /** Runs SQL, one statement or several, as somebody else than tsdbt; rows as text. */
  readonly query: (sql: string) => Promise<readonly (readonly (string | null)[])[]>;
  readonly snapshot: () => Promise<Snapshot>;
  /** A second project with the same files and the same database content. Nothing may be connected to this one. */
  readonly copy: () => Promise<Place>;
  readonly remove: () => Promise<void>;
}

export type Files = Readonly<Record<string, string | Buffer>>;

const PROJECT = 'name: shop\nversion: "1.0"\nconfig-version: 2\nprofile: shop\n';

/** Makes a project called `shop` and an empty database for it. */
export async function makePlace(type: DatabaseType, files: Files = {}): Promise<Place> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tsdbt-fault-')));
  const project = join(folder, 'shop');
  writeFiles(project, { 'dbt_project.yml': PROJECT, ...files });
  if (type === 'sqlite') return sqlitePlace(folder);
  const database = databaseName();
  await administer(`create database ${database}`);
  return postgresPlace(folder, database);
}

/** Runs work on places made for it and removes them all, also when it fails. */
export async function withPlace<T>(type: DatabaseType, files: Files, work: (place: Place) => Promise<T>): Promise<T> {
  const place = await makePlace(type, files);
  try {
    return await work(place);
  } finally {
    await place.remove();
  }
}

function sqlitePlace(folder: string): Place {
  const project = join(folder, 'shop');
  const file = join(project, 'shop.sqlite');
  const profile = writeProfile(project, { type: 'sqlite', path: 'shop.sqlite', threads: 4, busy_timeout: 5 });
  profile();
  const open = <T>(work: (database: ReturnType<typeof openFile>) => T): T => {
    const database = openFile(file);
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  return {
    type: 'sqlite',
    folder: project,
    prefix: '',
    profile,
    query: async (sql) =>
      open((database) => {
        const statement = /^\s*(select|pragma|with)\b/i.test(sql) ? database.prepare(sql) : null;
        if (statement === null) {
          database.exec(sql);
          return [];
        }
        return (statement.raw(true).all() as unknown[][]).map((row) => row.map(asText));
      }),
    snapshot: async () => (existsSync(file) ? open(sqliteSnapshot) : new Map()),
    copy: async () => sqlitePlace(copyFolder(folder)),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

function openFile(file: string) {
  const Library = loadLibrary();
  return new Library(file, { timeout: 5000 });
}

function postgresPlace(folder: string, database: string): Place {
  const project = join(folder, 'shop');
  const settings = inject('postgres');
  const profile = writeProfile(project, {
    type: 'postgres',
    ...settings,
    dbname: database,
    schema: 'public',
    threads: 8,
  });
  profile();
  const connected = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ ...settings, database });
    await client.connect();
    return work(client).finally(() => client.end());
  };
  return {
    type: 'postgres',
    folder: project,
    prefix: 'public.',
    profile,
    query: (sql) =>
      connected(async (client) => {
        const found: unknown = await client.query({ text: sql, rowMode: 'array' });
        const last = (Array.isArray(found) ? found.at(-1) : found) as { readonly rows: unknown[][] };
        return last.rows.map((row) => row.map(asText));
      }),
    snapshot: () => connected(postgresSnapshot),
    copy: async () => {
      const name = databaseName();
      await administer(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}' and pid <> pg_backend_pid()`,
      );
      await administer(`create database ${name} template ${database}`);
      return postgresPlace(copyFolder(folder), name);
    },
    remove: async () => {
      await administer(`drop database ${database} with (force)`);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs one statement on the server's own database. */
export async function administer(sql: string): Promise<readonly (readonly (string | null)[])[]> {
  const client = new pg.Client({ ...inject('postgres'), database: 'postgres' });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows.map((row: unknown[]) => row.map(asText));
  } finally {
    await client.end();
  }
}

function databaseName(): string {
  return `fault_${process.pid}_${Math.random().toString(36).slice(2, 10)}`;
}

function copyFolder(folder: string): string {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'tsdbt-fault-')));
  mkdirSync(copy, { recursive: true });
  cpSync(folder, copy, { recursive: true });
  return copy;
}

function writeProfile(project: string, output: Readonly<Record<string, Json>>): Place['profile'] {
  return (changes = {}) => {
    const profiles = { shop: { target: 'dev', outputs: { dev: { ...output, ...changes } } } };
    writeFiles(project, { 'profiles.yml': JSON.stringify(profiles) });
  };
}

function asText(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
