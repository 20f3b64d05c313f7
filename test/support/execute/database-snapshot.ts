/** All that stands in the database of the adapter under test, its books included. */
import { existsSync } from 'node:fs';
import pg from 'pg';
import { loadLibrary } from '../../../adapters/sqlite/driver/child/library.js';
import type { AdapterUnderTest } from '../../conformance/support.js';
import { postgresSnapshot, type Snapshot } from '../faults/snapshot/postgres-snapshot.js';
import { sqliteSnapshot } from '../faults/snapshot/sqlite-snapshot.js';

export async function databaseSnapshot({ adapter, output }: AdapterUnderTest): Promise<Snapshot> {
  if (adapter.type === 'sqlite') {
    if (!existsSync(String(output.path))) return new Map();
    const Library = loadLibrary();
    const database = new Library(String(output.path), { readonly: true });
    try {
      return sqliteSnapshot(database.defaultSafeIntegers(true));
    } finally {
      database.close();
    }
  }
  const { host, port, user, password, dbname } = output;
  const client = new pg.Client({
    ...{ host: String(host), port: Number(port), user: String(user), password: String(password) },
    database: String(dbname),
  });
  await client.connect();
  try {
    return await postgresSnapshot(client);
  } finally {
    await client.end();
  }
}
