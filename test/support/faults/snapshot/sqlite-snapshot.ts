/** What stands in a SQLite file, one text a relation: its SQL, its indexes and triggers, its rows. */
import { createHash } from 'node:crypto';
import type { SqliteDatabase } from '../../../../adapters/sqlite/driver/child/library.js';
import type { Snapshot } from './postgres-snapshot.js';

interface Entry {
  readonly type: string;
  readonly name: string;
  readonly tbl_name: string;
  readonly sql: string | null;
}

/** Reads everything that stands in the file. */
export function sqliteSnapshot(database: SqliteDatabase): Snapshot {
  const entries = database
    .prepare(
      "select type, name, tbl_name, sql from sqlite_master where name not like 'sqlite\\_%' escape '\\' order by name",
    )
    .all() as Entry[];
  const relations = entries.filter(({ type }) => type === 'table' || type === 'view');
  return new Map(relations.map((relation) => [`main.${relation.name}`, describe(relation, entries, database)]));
}

function describe(relation: Entry, entries: readonly Entry[], database: SqliteDatabase): string {
  const parts = entries
    .filter(({ type, tbl_name }) => (type === 'index' || type === 'trigger') && tbl_name === relation.name)
    .map(({ sql }) => sql);
  const name = `"${relation.name.replaceAll('"', '""')}"`;
  const rows = (database.prepare(`select * from ${name}`).raw(true).all() as unknown[][])
    .map((row) => JSON.stringify(row.map(plain)))
    .sort();
  const hash = createHash('md5').update(rows.join('\n')).digest('hex');
  return `${rows.length} rows ${hash} ${JSON.stringify({ type: relation.type, sql: relation.sql, parts: parts.sort() })}`;
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return `bigint ${value}`;
  return value instanceof Uint8Array ? `bytes ${Buffer.from(value).toString('hex')}` : value;
}
