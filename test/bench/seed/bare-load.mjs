// What stands beside a seed where the database's own loader is not at hand: the file's bytes into COPY on Postgres; on SQLite
// rows read by a library for CSV, a hundred to a prepared insert, one transaction.
// Arguments: a JSON file with { csv, columns: [[name, type]], sqlite: path } or { ..., postgres: settings }.
import { createReadStream, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pipeline } from 'node:stream/promises';

const { csv, columns, sqlite, postgres } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const require = createRequire(import.meta.url);
const create = `create table bare (${columns.map((column) => column.join(' ')).join(', ')})`;
if (sqlite) {
  const isOld = Number(process.versions.node.split('.')[0]) < 22;
  const database = new (require(isOld ? 'better-sqlite3-node20' : 'better-sqlite3'))(sqlite);
  database.pragma('journal_mode = wal');
  database.pragma('synchronous = normal');
  database.pragma('wal_autocheckpoint = 20000');
  database.exec(create);
  const row = `(${columns.map(() => '?').join(',')})`;
  const many = database.prepare(`insert into bare values ${Array(100).fill(row).join(',')}`);
  const single = database.prepare(`insert into bare values ${row}`);
  const parameters = (values) => values.map((value) => (value === '' ? null : value));
  let waiting = [];
  let isHeader = true;
  database.exec('begin');
  await new Promise((resolve, reject) => {
    require('papaparse').parse(createReadStream(csv, { encoding: 'utf8', highWaterMark: 1 << 18 }), {
      delimiter: ',',
      newline: '\n',
      skipEmptyLines: true,
      chunk: ({ data }) => {
        waiting.push(...(isHeader ? data.slice(1) : data));
        isHeader = false;
        const whole = waiting.length - (waiting.length % 100);
        for (let at = 0; at < whole; at += 100) many.run(parameters(waiting.slice(at, at + 100).flat()));
        waiting = waiting.slice(whole);
      },
      complete: resolve,
      error: reject,
    });
  });
  for (const values of waiting) single.run(parameters(values));
  database.exec('commit');
  database.close();
} else {
  const { dbname, ...settings } = postgres;
  const client = new (require('pg').Client)({ ...settings, database: dbname });
  await client.connect();
  await client.query(`begin; ${create}`);
  const copy = require('pg-copy-streams').from('copy bare from stdin with (format csv, header)');
  await pipeline(createReadStream(csv, { highWaterMark: 1 << 18 }), client.query(copy));
  await client.query('commit');
  await client.end();
}
