/**
 * `npm run bench`: prints one table from one run. Every figure stands beside something else that was measured on the same
 * machine in the same run, as times of two machines say nothing about each other.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startPostgres } from '../support/postgres.js';
import { type BenchRow, benchTable } from './row.js';
import type { BenchSetting } from './setting.js';
import { type SuiteName, suites } from './suites.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    'with-dbt': { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
const names = Object.keys(suites) as SuiteName[];
const wanted = values.only?.split(',') ?? names;
const unknown = wanted.filter((name) => !Object.hasOwn(suites, name));
if (values.help || unknown.length > 0) {
  if (unknown.length > 0) process.stderr.write(`There is no suite ${unknown.join(', ')}.\n`);
  process.stderr.write(
    `npm run bench -- [--only ${names.join(',')}] [--with-dbt PATH of a dbt with dbt-postgres] [--json FILE]\n`,
  );
  process.exit(values.help ? 0 : 2);
}

const folders: string[] = [];
const server = await startPostgres();
let databases = 0;
const setting: BenchSetting = {
  bin: process.env.TSDBT_BIN ?? resolve(import.meta.dirname, '../../dist/cli/main.cjs'),
  dbt: values['with-dbt'] === undefined ? null : resolve(values['with-dbt']),
  folder: () => {
    const folder = mkdtempSync(join(tmpdir(), 'tsdbt-bench-'));
    folders.push(folder);
    return folder;
  },
  database: async () => {
    const dbname = `bench_${++databases}`;
    const client = new pg.Client({ ...server.settings, database: 'postgres' });
    await client.connect();
    await client.query(`create database ${dbname}`);
    await client.end();
    return { ...server.settings, dbname };
  },
};
const rows: BenchRow[] = [];
try {
  for (const name of names.filter((each) => wanted.includes(each))) {
    process.stderr.write(`${name} ...\n`);
    rows.push(...(await suites[name](setting)));
  }
} finally {
  await server.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${benchTable(rows)}\n`);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
