import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { bin } from '../support/cli.js';
import { administer, type Files, makePlace, type Place } from '../support/faults/place.js';
import { databaseProcesses, isRunning } from '../support/faults/processes.js';
import { startProxy } from '../support/faults/proxy.js';

const places: Place[] = [];
afterEach(async () => {
  for (const place of places.splice(0)) await place.remove();
});

async function made(type: Place['type'], files: Files): Promise<Place> {
  const place = await makePlace(type, files);
  places.push(place);
  return place;
}

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
const table = (sql: string) => `{{ config(materialized='table') }} ${sql}`;

interface Started {
  readonly child: ReturnType<typeof spawn>;
  readonly pid: number;
  readonly output: () => string;
  /** Resolves once the output matches. */
  readonly says: (pattern: RegExp) => Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

function start(place: Place, args: readonly string[] = ['run']): Started {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: place.folder,
    env: { PATH: process.env.PATH, HOME: place.folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const hear = (text: string) => {
    output += text;
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.on('exit', (code, signal) => resolve({ code, signal }));
  });
  const says = async (pattern: RegExp) => {
    const deadline = Date.now() + 20_000;
    while (!pattern.test(output)) {
      if (Date.now() > deadline || child.exitCode !== null) throw new Error(`${pattern} was never said:\n${output}`);
      await sleep(10);
    }
  };
  return { child, pid: child.pid!, output: () => output, says, ended };
}

/** What runs for tsdbt in the place's database. */
async function running(place: Place): Promise<number> {
  const [database] = await place.query('select current_database()');
  const activity = `datname = '${database![0]}' and application_name = 'tsdbt' and state <> 'idle'`;
  const [row] = await administer(`select count(*) from pg_stat_activity where ${activity}`);
  return Number(row![0]);
}

async function until(condition: () => Promise<boolean>, milliseconds: number): Promise<number> {
  const started = Date.now();
  while (!(await condition())) {
    if (Date.now() - started > milliseconds) throw new Error(`It did not come to that within ${milliseconds} ms.`);
    await sleep(20);
  }
  return Date.now() - started;
}

interface RunResults {
  readonly results: readonly { readonly unique_id: string; readonly status: string; readonly message: string }[];
}

function resultsOf(place: Place): Record<string, string> {
  const { results } = JSON.parse(readFileSync(join(place.folder, 'target/run_results.json'), 'utf8')) as RunResults;
  return Object.fromEntries(results.map(({ unique_id, status }) => [unique_id.replace('model.shop.', ''), status]));
}

describe('Ctrl-C while eight threads work on Postgres', () => {
  it('ends our queries within two seconds and nobody else’s, and tells of each node what became of it', async () => {
    const slow = Object.fromEntries(
      Array.from({ length: 8 }, (_, index) => [`models/slow_${index}.sql`, table('select 1 as id from pg_sleep(60)')]),
    );
    const place = await made('postgres', {
      ...slow,
      'models/first.sql': table('select 1 as id'),
      'models/schema.yml': 'models: [{name: waiting, config: {materialized: table}}]',
      'models/waiting.sql': "select * from {{ ref('slow_0') }}",
    });
    // Somebody else, who calls himself tsdbt too.
    const [database] = await place.query('select current_database()');
    const other = new pg.Client({ ...inject('postgres'), database: String(database![0]), application_name: 'tsdbt' });
    await other.connect();
    const others = other.query('select pg_sleep(20), 1 as answer').catch((error: Error) => error);

    const { child, says, ended, output } = start(place);
    await says(/OK created sql table model public\.first/);
    await until(async () => (await running(place)) === 9, 10_000);
    child.kill('SIGINT');
    await until(async () => (await running(place)) === 1, 2000);
    expect(await ended).toEqual({ code: 2, signal: null });
    expect(output().match(/was cancelled while it ran; its transaction was rolled back/g)).toHaveLength(8);
    expect(output()).not.toMatch(/canceling statement/);
    const results = resultsOf(place);
    expect(results.first).toBe('success');
    expect(results.waiting).toBe('skipped');
    for (let index = 0; index < 8; index++) expect(results[`slow_${index}`]).toBe('error');
    expect(
      await place.query(
        "select tablename from pg_tables where tablename like 'slow%' or tablename like '%\\_\\_tsdbt%'",
      ),
    ).toEqual([]);
    expect(await Promise.race([others, sleep(100).then(() => 'still runs')])).toBe('still runs');
    await other.end();
    await others;
  });
});

const family: Files = {
  'models/first.sql': table('select 1 as id'),
  'models/slow.sql': table('select 2 as id from pg_sleep(60)'),
  'models/second.sql': table('select 3 as id from pg_sleep(1.5)'),
  'models/waiting.sql': table("select * from {{ ref('slow') }}"),
};
const stopped = { first: 'success', slow: 'error', waiting: 'skipped' };

describe.each(['SIGTERM', 'SIGHUP'] as const)('%s', (signal) => {
  it('cancels the run as Ctrl-C does', async () => {
    const place = await made('postgres', family);
    const { child, says, ended } = start(place);
    await says(/OK created sql table model public\.first/);
    await until(async () => (await running(place)) >= 1, 5000);
    child.kill(signal);
    await until(async () => (await running(place)) === 0, 2000);
    expect(await ended).toEqual({ code: 2, signal: null });
    expect(resultsOf(place)).toMatchObject(stopped);
  });
});

describe('a reader that goes away', () => {
  it('cancels the run at the next line, and what was done is recorded', async () => {
    const place = await made('postgres', family);
    const { child, says, ended } = start(place);
    await says(/OK created sql table model public\.first/);
    child.stdout!.destroy();
    expect(await ended).toEqual({ code: 2, signal: null });
    expect(await running(place)).toBe(0);
    expect(resultsOf(place)).toMatchObject(stopped);
  });
});

describe('a second Ctrl-C', () => {
  it('ends tsdbt at once, also when the server does not answer the cancel', async () => {
    const place = await made('postgres', family);
    const proxy = await startProxy(inject('postgres'));
    place.profile({ host: proxy.host, port: proxy.port });
    const { child, says, ended } = start(place);
    await says(/OK created sql table model public\.first/);
    proxy.swallow();
    child.kill('SIGINT');
    await says(/Stopping/);
    await sleep(300);
    const pressed = Date.now();
    child.kill('SIGINT');
    expect(await ended).toEqual({ code: 130, signal: null });
    expect(Date.now() - pressed).toBeLessThan(500);
    await proxy.close();
  });
});

describe('Ctrl-C before the first node', () => {
  it('does not wait for a server that does not answer', async () => {
    const place = await made('postgres', family);
    const proxy = await startProxy(inject('postgres'));
    proxy.swallow();
    place.profile({ host: proxy.host, port: proxy.port, connect_timeout: 60 });
    const { child, ended } = start(place);
    await until(async () => proxy.connections() > 0, 5000);
    const pressed = Date.now();
    child.kill('SIGINT');
    expect(await ended).toEqual({ code: 2, signal: null });
    expect(Date.now() - pressed).toBeLessThan(2500);
    expect(new Set(Object.values(resultsOf(place)))).toEqual(new Set(['skipped']));
    await proxy.close();
  });

  it('ends while the project is read, with nothing sent and no results', async () => {
    const models = Array.from({ length: 300 }, (_, index) => [`models/m${index}.sql`, `select ${index} as id`]);
    const place = await made('sqlite', Object.fromEntries(models));
    const { child, ended } = start(place);
    await sleep(250);
    child.kill('SIGINT');
    const { code, signal } = await ended;
    // In its first moments the process has not yet said that it wants to hear of signals.
    expect(code === 2 || signal === 'SIGINT').toBe(true);
    expect(existsSync(join(place.folder, 'shop.sqlite'))).toBe(false);
  });
});

describe('SQLite', () => {
  const slow = 'with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) as id from n';

  it('ends in the middle of a statement with no process left, and the table of before', async () => {
    const place = await made('sqlite', { 'models/first.sql': table('select 1 as id'), 'models/slow.sql': table(slow) });
    await place.query('create table slow (id integer); insert into slow values (7)');
    const { child, pid, says, ended } = start(place, ['run', '--adopt']);
    await says(/START sql table model main\.slow/);
    await sleep(200);
    const processes = databaseProcesses(pid);
    expect(processes.length).toBeGreaterThan(0);
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 2, signal: null });
    await until(async () => !processes.some(isRunning), 1000);
    expect(await place.query('select id from slow')).toEqual([['7']]);
    expect(resultsOf(place)).toEqual({ first: 'success', slow: 'error' });
  });

  it('leaves no process behind when tsdbt itself is killed', async () => {
    const place = await made('sqlite', { 'models/slow.sql': table(slow) });
    const { child, pid, says, ended } = start(place);
    await says(/START sql table model main\.slow/);
    await sleep(200);
    const processes = databaseProcesses(pid);
    expect(processes.length).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await ended;
    await until(async () => !processes.some(isRunning), 2000);
  });
});
