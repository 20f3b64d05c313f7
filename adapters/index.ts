/**
 * The package `tsdbt/adapters`: the table of adapters, one line each, loaded when a profile asks for the type; and what
 * stands in for a line of it in programs that have connections of their own.
 */
import type { AdapterEntry, AdapterTable } from '../core/adapter/adapter.js';
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
 * locks. The pool is never ended. A run takes one connection for its locks and up to the threads of the target and one
 * more for its statements, and leaves at least one to you where the pool holds three or more.
 */
export function postgres({ pool }: { readonly pool: AppPool }): AdapterEntry {
  return { type: 'postgres', load: async () => (await import('./postgres/pool/pool-adapter.js')).poolAdapter(pool) };
}
