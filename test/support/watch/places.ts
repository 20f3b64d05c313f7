/** A small project for watching, on each database, and a look into that database from outside. */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { loadLibrary } from '../../../adapters/sqlite/driver/child/library.js';
import { createPostgresDatabase } from '../../conformance/support.js';
import { tempProject } from '../cli.js';

export interface WatchPlace {
  readonly cwd: string;
  /** `file` names another SQLite file than the profile. */
  readonly query: (sql: string, file?: string) => Promise<readonly Record<string, unknown>[]>;
}

export const shopFiles = {
  'seeds/raw_orders.csv': 'id,status,amount\n1,placed,10\n2,shipped,20\n3,placed,30\n',
  'models/stg_orders.sql': "select id, status, amount from {{ ref('raw_orders') }}\n",
  'models/orders.sql':
    "{{ config(materialized='table') }}\nselect id, {{ cents('amount') }} as cents from {{ ref('stg_orders') }}\n",
  'models/statuses.sql': "select status, count(*) as orders from {{ ref('stg_orders') }} group by status\n",
  'models/schema.yml': [
    'models:',
    '  - name: stg_orders',
    '    columns:',
    '      - name: id',
    '        tests: [unique, not_null]',
    '  - name: orders',
    '    columns:',
    '      - name: id',
    '        tests: [unique]',
    '',
  ].join('\n'),
  'macros/cents.sql': '{% macro cents(column) %}({{ column }} * 100){% endmacro %}\n',
};

/** The shop on a SQLite file. */
export function sqliteShop(files: Readonly<Record<string, string>> = {}): WatchPlace {
  const profile = { shop: { target: 'dev', outputs: { dev: { type: 'sqlite', path: 'shop.sqlite' } } } };
  const cwd = realpathSync(
    tempProject({ ...projectFile, 'profiles.yml': JSON.stringify(profile), ...shopFiles, ...files }),
  );
  return {
    cwd,
    query: async (sql, file = 'shop.sqlite') => {
      const database = new (loadLibrary())(join(cwd, file), { readonly: true });
      try {
        return database.prepare(sql).all() as Record<string, unknown>[];
      } finally {
        database.close();
      }
    },
  };
}

export interface PostgresPlace extends WatchPlace {
  /** Ends all connections and lets nobody connect, or does again. */
  readonly refuse: (isRefusing: boolean) => Promise<void>;
}

/** The shop in a Postgres database of its own. */
export async function postgresShop(files: Readonly<Record<string, string>> = {}): Promise<PostgresPlace> {
  const { output, drop } = await createPostgresDatabase();
  onTestFinished(drop);
  const profile = { shop: { target: 'dev', outputs: { dev: output } } };
  const cwd = realpathSync(
    tempProject({ ...projectFile, 'profiles.yml': JSON.stringify(profile), ...shopFiles, ...files }),
  );
  const { host, port, user, password, dbname } = output as Record<string, string>;
  const ask = async (database: string | undefined, sql: string): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client({ host, port: Number(port), user, password, database });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };
  return {
    cwd,
    query: (sql) => ask(dbname, sql),
    refuse: async (isRefusing) => {
      await ask('postgres', `alter database ${dbname} allow_connections ${!isRefusing}`);
      if (isRefusing) {
        await ask('postgres', `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${dbname}'`);
      }
    },
  };
}

const projectFile = { 'dbt_project.yml': 'name: shop\nversion: "1.0"\nprofile: shop\n' };
