/** The table of adapters: one line each, loaded when a profile asks for the type. */
import type { AdapterTable } from '../core/adapter/adapter.js';

export const adapterTable: AdapterTable = {
  postgres: { type: 'postgres', load: async () => (await import('./postgres/index.js')).postgresAdapter },
  sqlite: { type: 'sqlite', load: async () => (await import('./sqlite/index.js')).sqliteAdapter },
};
