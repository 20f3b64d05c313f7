/** The table of adapters: one line each, loaded when a profile asks for the type. */
import type { AdapterTable } from '../core/adapter/adapter.js';

/** The databases that come with tsdbt. */
export const adapters: AdapterTable = {
  postgres: { type: 'postgres', load: async () => (await import('./postgres/index.js')).postgresAdapter },
  sqlite: { type: 'sqlite', load: async () => (await import('./sqlite/index.js')).sqliteAdapter },
};

export const adapterTable = adapters;
