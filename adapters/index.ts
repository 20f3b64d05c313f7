/**
 * The package `tsdbt/adapters`: the table of adapters, one line each, loaded when a profile asks for the type; and what
 * stands in for a line of it in programs that have connections of their own.
 */
import type { Adapter, AdapterEntry, AdapterTable } from '../core/adapter/adapter.js';
import type { AppPool } from './postgres/pool/app-pool.js';

export type { AdapterEntry, AdapterTable } from '../core/adapter/adapter.js';
export type { AppPool } from './postgres/pool/app-pool.js';

/** The databases that come with tsdbt. */
export const adapters: AdapterTable = {
  postgres: { type: 'postgres', load: async () => (await import('./postgres/index.js')).postgresAdapter },
  sqlite: { type: 'sqlite', load: async () => (await import('./sqlite/index.js')).sqliteAdapter },
};

/**
 * Postgres over a pool of yours, in place of `adapters.postgres`: `{ ...adapters, postgres: postgres({ pool }) }`.
 *
 * Connections are taken from the pool and given back as they were: settings, role, prepared statements, temporary tables and
 * locks. The pool is never ended, and where it holds three connections or more one is always left to you. Make one entry
 * for a pool and use it for all projects: their runs share the rest, half for the locks of runs, half for statements.
 */
export function postgres({ pool }: { readonly pool: AppPool }): AdapterEntry {
  // One adapter for all projects and runs: together they keep to tsdbt's share of the pool.
  let adapter: Promise<Adapter> | null = null;
  const load = async () => (await import('./postgres/pool/pool-adapter.js')).poolAdapter(pool);
  return {
    type: 'postgres',
    load: () => {
      adapter ??= load();
      return adapter;
    },
  };
}
