/** A seed of a million rows as a whole process, beside the database's own loader or a bare load by the driver. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, megabytes, milliseconds } from '../figures.js';
import type { GeneratedTarget } from '../generate-project.js';
import { measureNode, measureProgram } from '../process/run-process.js';
import { measureTree } from '../process/tree-memory.js';
import { type BenchRow, row } from '../row.js';
import type { BenchSetting } from '../setting.js';
import { CSV_COLUMNS, writeCsv } from './write-csv.js';

const BARE = join(import.meta.dirname, 'bare-load.mjs');
const ROWS = 1_000_000;
const TIMES = 3;

/** Both databases, the same file. */
export async function measureSeed(setting: BenchSetting): Promise<BenchRow[]> {
  const cwd = setting.folder();
  const database = await setting.database();
  writeProject(cwd, database);
  const csv = join(cwd, 'seeds/orders.csv');
  writeCsv(csv, ROWS);
  const sqlite = await ours(setting, cwd, 'lite');
  const postgres = await ours(setting, cwd, 'pg');
  const besideSqlite = bareLoad(setting, csv, { sqlite: join(setting.folder(), 'bare.sqlite') });
  const besidePostgres = psqlLoad(setting, csv, database) ?? bareLoad(setting, csv, { postgres: database });
  return [line('SQLite', sqlite, besideSqlite), line('Postgres', postgres, besidePostgres)];
}

interface Beside {
  readonly name: string;
  readonly wall: number;
}

function line(name: string, own: { readonly wall: number; readonly memory: number | null }, beside: Beside): BenchRow {
  return row({
    figure: `seed of ${ROWS} rows on ${name}`,
    ours: milliseconds(own.wall),
    beside: `${beside.name} ${milliseconds(beside.wall)}`,
    ratio: `${(beside.wall / own.wall).toFixed(2)} of its speed`,
    goal: '0.8 of its speed, 200 MB',
    memory: own.memory === null ? '' : megabytes(own.memory),
  });
}

async function ours({ bin }: BenchSetting, cwd: string, target: string) {
  const costs: Awaited<ReturnType<typeof measureTree>>[] = [];
  for (let time = 0; time < TIMES; time++) {
    for (const end of ['', '-wal', '-shm']) rmSync(join(cwd, `bench.sqlite${end}`), { force: true });
    costs.push(await measureTree([bin, 'seed', '--quiet', '--full-refresh', '--target', target], cwd));
  }
  const memories = costs.flatMap(({ memory }) => memory ?? []);
  return { wall: median(costs.map(({ wall }) => wall)), memory: memories.length === 0 ? null : Math.max(...memories) };
}

type BarePlace = { readonly sqlite: string } | { readonly postgres: GeneratedTarget };

function bareLoad(setting: BenchSetting, csv: string, place: BarePlace): Beside {
  const isSqlite = 'sqlite' in place;
  const columns = CSV_COLUMNS.map(([name, postgres, sqlite]) => [name, isSqlite ? sqlite : postgres]);
  const words = join(setting.folder(), 'bare-load.json');
  writeFileSync(words, JSON.stringify({ csv, columns, ...place }));
  const before = () => {
    if (isSqlite) for (const end of ['', '-wal', '-shm']) rmSync(`${place.sqlite}${end}`, { force: true });
  };
  const times = isSqlite ? TIMES : 1;
  const { wall } = measureNode([BARE, words], { times, before });
  return {
    name: isSqlite ? 'read by a library, inserted by prepared statements' : 'bytes into COPY by the driver',
    wall,
  };
}

/** Null where there is no psql. */
function psqlLoad(
  setting: BenchSetting,
  csv: string,
  { host, port, user, password, dbname }: GeneratedTarget,
): Beside | null {
  if (spawnSync('psql', ['--version']).status !== 0) return null;
  const columns = CSV_COLUMNS.map(([name, type]) => `${name} ${type}`).join(', ');
  const script = join(setting.folder(), 'copy.sql');
  const lines = ['begin;', 'drop table if exists bare;', `create table bare (${columns});`];
  writeFileSync(script, [...lines, `\\copy bare from '${csv}' with (format csv, header)`, 'commit;', ''].join('\n'));
  const words = [
    '-q',
    '-X',
    '-v',
    'ON_ERROR_STOP=1',
    '-h',
    String(host),
    '-p',
    String(port),
    '-U',
    String(user),
    '-d',
    dbname,
    '-f',
    script,
  ];
  const wall = measureProgram('psql', words, {
    times: TIMES,
    env: { PGPASSWORD: String(password), PGOPTIONS: '-c client_min_messages=warning' },
  });
  return { name: 'psql \\copy', wall };
}

function writeProject(cwd: string, { host, port, user, password, dbname }: GeneratedTarget): void {
  const pg = { type: 'postgres', host, port, user, password, dbname, schema: 'bench', threads: 1 };
  const lite = { type: 'sqlite', path: 'bench.sqlite' };
  const files = {
    'dbt_project.yml': 'name: bench\nprofile: bench\nversion: "1.0"\n',
    'profiles.yml': JSON.stringify({ bench: { target: 'lite', outputs: { lite, pg } } }),
  };
  mkdirSync(join(cwd, 'seeds'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
}
