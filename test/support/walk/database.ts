/** What a random walk does to its database by hand, and what it reads there, on SQLite and on Postgres alike. */

import pg from 'pg';
import { loadLibrary, type SqliteDatabase } from '../../../adapters/sqlite/driver/child/library.js';

/** A relation that stands in the database. */
export interface FoundRelation {
  readonly kind: 'table' | 'view';
  /** The text of a view's definition; empty for a table. */
  readonly definition: string;
}

export interface WalkDatabase {
  /** The profile output that tsdbt connects with. */
  readonly output: Readonly<Record<string, unknown>>;
  /** A view follows the relation that it was made on, not its name: it goes when the relation is dropped. */
  readonly dropsViews: boolean;
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  relations(): Promise<ReadonlyMap<string, FoundRelation>>;
  /** Waits until a run that was killed can change nothing any more. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** A SQLite file; each statement on a connection of its own, as another program would. */
export function sqliteWalk(file: string): WalkDatabase {
  const Library = loadLibrary();
  const open = <T>(work: (database: SqliteDatabase) => T): T => {
    const database = new Library(file, { timeout: 10_000 });
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  return {
    output: { type: 'sqlite', path: file, threads: 2 },
    dropsViews: false,
    run: async (sql) => open((database) => void database.exec(sql)),
    rows: async (sql) => open((database) => database.prepare(sql).all() as Record<string, unknown>[]),
    relations: async () => {
      const rows = open((database) =>
        database.prepare("select name, type, sql from sqlite_master where type in ('table', 'view')").raw().all(),
      ) as [string, FoundRelation['kind'], string][];
      return new Map(rows.map(([name, kind, sql]) => [name, { kind, definition: kind === 'view' ? sql : '' }]));
    },
    // Whoever still writes holds the lock.
    settle: async () => open((database) => void database.exec('begin immediate; rollback')),
    close: async () => {},
  };
}

/** A schema of a Postgres server. */
export async function postgresWalk(
  settings: { readonly host: string; readonly port: number; readonly user: string; readonly password: string },
  schema: string,
): Promise<WalkDatabase> {
  const client = new pg.Client({ ...settings, database: 'postgres', options: `-c search_path=${schema}` });
  await client.connect();
  await client.query(`create schema ${schema}`);
  const rows = async (sql: string) => (await client.query(sql)).rows as Record<string, unknown>[];
  return {
    output: {
      type: 'postgres',
      ...settings,
      dbname: 'postgres',
      schema,
      threads: 4,
      retries: 0,
      application_name: schema,
    },
    dropsViews: true,
    run: async (sql) => void (await client.query(sql)),
    rows,
    relations: async () => {
      const found = await rows(
        `select relname as name, case relkind when 'v' then 'view' else 'table' end as kind,
           coalesce(pg_get_viewdef(oid), '') as definition
         from pg_class where relnamespace = '${schema}'::regnamespace and relkind in ('r', 'v', 'm', 'p', 'f')`,
      );
      return new Map(found.map(({ name, ...relation }) => [String(name), relation as unknown as FoundRelation]));
    },
    settle: async () => {
      const running = `select 1 from pg_stat_activity where application_name = '${schema}'`;
      while ((await rows(running)).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    close: async () => {
      await client.query(`drop schema ${schema} cascade`);
      await client.end();
    },
  };
}
