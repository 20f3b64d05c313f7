// What stands beside a run: one connection of the driver that sends the same statements one after the other.
// Arguments: a JSON file with { sqlite: path } or { postgres: settings }, and statements.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { sqlite, postgres, statements } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const require = createRequire(import.meta.url);
if (sqlite) {
  const isOld = Number(process.versions.node.split('.')[0]) < 22;
  const database = new (require(isOld ? 'better-sqlite3-node20' : 'better-sqlite3'))(sqlite);
  database.pragma('journal_mode = wal');
  database.pragma('synchronous = normal');
  for (const sql of statements) {
    if (/^\s*select/i.test(sql)) database.prepare(sql).all();
    else database.exec(sql);
  }
  database.close();
} else {
  const { dbname, ...settings } = postgres;
  const client = new (require('pg').Client)({ ...settings, database: dbname });
  await client.connect();
  for (const sql of statements) await client.query(sql);
  await client.end();
}
