/** An app's own pool of Postgres connections: worked with, never ended, and given back as it was. */
import pg from 'pg';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../../core/resources/json.js';
import { adapters, connections, postgres, shop, tsdbt } from '../../support/library/built.js';

const { build, loadProject, openDatabase, query, run, testConnection } = tsdbt;

let output: JsonObject;

beforeEach(async () => {
  output = await connections.postgres('');
});

/** A pool says that it has ended before its connections have; the database below them is dropped when the test is over. */
async function closed(pool: pg.Pool): Promise<void> {
  let open = pool.totalCount;
  const last = new Promise<void>((resolve) => {
    pool.on('remove', () => --open || resolve());
  });
  const isOpen = open > 0;
  await pool.end();
  if (isOpen) await last;
}

/** An app's pool, whose sessions have settings of their own. */
function appPool(options: pg.PoolConfig = {}): pg.Pool {
  const { host, port, user, password, dbname } = output as Record<string, string>;
  const pool = new pg.Pool({ host, port: Number(port), user, password, database: dbname, max: 4, ...options });
  pool.on('connect', (client) => {
    client.query(`set search_path to app, public; set statement_timeout to '7min'; set timezone to 'Asia/Tokyo';
      select set_config(name, '7min', false) from pg_settings where name = 'transaction_timeout'`);
  });
  onTestFinished(() => closed(pool));
  return pool;
}

const target = { type: 'postgres', schema: 'marts', threads: 4 };

function load(pool: pg.Pool, files = {}, connection: JsonObject = target) {
  return loadProject(shop(files), { adapters: { ...adapters, postgres: postgres({ pool }) }, connection });
}

/** All that a session carries, as the server tells it. */
const carried = `select current_user, session_user, current_setting('role') as role,
  (select json_object_agg(name, setting order by name) from pg_settings where source in ('session', 'client', 'user')) as settings,
  (select count(*) from pg_prepared_statements where name <> 'of_the_app')::int as prepared,
  (select count(*) from pg_class where relnamespace = pg_my_temp_schema() and relname <> 'app_scratch')::int as temporary,
  (select count(*) from pg_locks where pid = pg_backend_pid() and locktype = 'advisory')::int as locks,
  (select count(*) from pg_listening_channels())::int as channels`;

/** The same of every connection of a pool that nobody uses, by the process of the server. */
async function sessionsOf(pool: pg.Pool): Promise<Map<number, unknown>> {
  const clients = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
  const found = new Map<number, unknown>();
  for (const client of clients) {
    const { rows } = await client.query(carried);
    const pid = (await client.query('select pg_backend_pid() as pid')).rows[0].pid;
    found.set(pid, { ...rows[0], listeners: ['error', 'end', 'notice'].map((name) => client.listenerCount(name)) });
  }
  for (const client of clients) client.release();
  return found;
}

/** A model and a hook that leave behind what a session can keep. */
const untidy = {
  'models/untidy.sql': `{{ config(materialized='table', pre_hook=[
    "set work_mem to '7MB'", 'create temporary table left_here (id int generated always as identity, extra serial); create temporary view left_above as select * from left_here', "prepare left_behind as select 1",
    "listen left_open", "select pg_advisory_lock(4711)", "select pg_advisory_lock_shared(1, 2)",
    "set search_path to pg_catalog", "set timezone to 'UTC'"]) }} select 1 as id`,
};

describe('a pool of the app', () => {
  it('gets every connection back as it was, whatever models did in the session', async () => {
    const pool = appPool();
    const before = await sessionsOf(pool);
    const project = await load(pool, untidy);
    expect((await build(project)).status).toBe('success');
    expect(await sessionsOf(pool)).toEqual(before);
    expect((await query(project, "select orders from {{ ref('totals') }} order by 1")).rows).toEqual([
      { orders: 1 },
      { orders: 2 },
    ]);
    expect(await testConnection(project)).toMatch(/^PostgreSQL/);
    expect(await sessionsOf(pool)).toEqual(before);
    expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([4, 4, 0]);
  });

  it('keeps what the app itself left in its session: prepared statements, temporary tables, a role', async () => {
    const pool = appPool({ max: 2 });
    await Promise.all(
      (await Promise.all([pool.connect(), pool.connect()])).map(async (client) => {
        await client.query({ name: 'of_the_app', text: 'select 1 as one' });
        await client.query('create temporary table app_scratch (id int); set role pg_monitor');
        client.release();
      }),
    );
    const before = await sessionsOf(pool);
    // A role that may not build: what tsdbt is told to be counts.
    const project = await load(pool, {}, { ...target, role: String(output.user) });
    expect((await build(project)).status).toBe('success');
    expect(await sessionsOf(pool)).toEqual(before);
    const { rows } = await pool.query({ name: 'of_the_app', text: 'select 1 as one' });
    expect(rows).toEqual([{ one: 1 }]);
  });

  it('is shared: with two connections a run goes on, and the app is served beside a run', async () => {
    const small = appPool({ max: 2 });
    expect((await build(await load(small))).status).toBe('success');
    const pool = appPool({ max: 3 });
    const project = await load(pool, {
      'models/slow.sql': "{{ config(materialized='table') }} select pg_sleep(1)::text as a",
    });
    const handle = run(project, { select: 'slow' });
    for await (const event of handle) {
      if (event.kind !== 'node-started') continue;
      const { rows } = await pool.query('select count(*)::int as n from pg_stat_activity where application_name = $1', [
        'tsdbt',
      ]);
      expect(rows[0].n).toBeGreaterThan(0);
    }
    expect((await handle).success).toBe(true);
  });

  it('serves more runs at once than it has connections', async () => {
    const pool = appPool();
    const table = { ...adapters, postgres: postgres({ pool }) };
    const projects = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        loadProject(shop(), { adapters: table, connection: { ...target, schema: `marts_${index}` } }),
      ),
    );
    const results = await Promise.all(projects.map((project) => build(project)));
    expect(results.map(({ status }) => status)).toEqual(Array(6).fill('success'));
    expect([pool.idleCount, pool.waitingCount]).toEqual([pool.totalCount, 0]);
  });

  it('is whole after a cancel, and after a connection that the server ended', async () => {
    const pool = appPool();
    const before = await sessionsOf(pool);
    const project = await load(pool, {
      'models/slow.sql': "{{ config(materialized='table') }} select pg_sleep(60)::text as a",
      'models/cut.sql': "{{ config(materialized='table') }} select pg_terminate_backend(pg_backend_pid())::text as a",
    });
    const handle = run(project, { select: 'slow' });
    for await (const event of handle) if (event.kind === 'node-started') setTimeout(handle.cancel, 100);
    expect((await handle).status).toBe('cancelled');
    expect(await sessionsOf(pool)).toEqual(before);
    expect((await run(project, { select: 'cut' })).status).toBe('failed');
    expect((await run(project, { select: 'totals+ +totals' })).results.map(({ status }) => status)).toContain('error');
    expect([...(await sessionsOf(pool)).values()]).toEqual([...before.values()]);
    expect([pool.idleCount, pool.waitingCount]).toEqual([4, 0]);
  });

  it('has none of the limits and settings of the app while tsdbt works, and all of them afterwards', async () => {
    const pool = appPool({ query_timeout: 300, statement_timeout: 400 });
    const project = await load(pool, {
      'models/slow.sql': `{{ config(materialized='table') }}
        select current_setting('timezone') as zone, current_setting('search_path') as path, pg_sleep(0.6)::text as slept,
          coalesce(nullif(current_setting('transaction_timeout', true), '0'), 'none') as lasting`,
    });
    expect((await run(project, { select: 'slow' })).results.map(({ status }) => status)).toEqual(['success']);
    const { rows } = await query(project, "select zone, path, lasting from {{ ref('slow') }}");
    expect(rows).toEqual([{ zone: expect.not.stringContaining('Tokyo'), path: '"$user", public', lasting: 'none' }]);
    await expect(pool.query('select pg_sleep(5)')).rejects.toThrow(/timeout/);
    expect((await pool.query('show timezone')).rows).toEqual([{ TimeZone: 'Asia/Tokyo' }]);
  });

  it('serves a database that stays open', async () => {
    const pool = appPool();
    const project = await load(pool);
    const database = await openDatabase(project);
    await build(project, { database });
    await build(project, { database });
    expect([pool.idleCount, pool.waitingCount]).toEqual([pool.totalCount, 0]);
    await database.close();
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('is refused when it is too small, or connected to another database', async () => {
    const tiny = await load(appPool({ max: 1 }));
    await expect(build(tiny)).rejects.toThrow('The pool holds at most 1 connection');
    const elsewhere = await load(appPool(), {}, { ...target, dbname: 'other' });
    await expect(build(elsewhere)).rejects.toThrow(`The pool is connected to the database "${output.dbname}"`);
  });

  it('tells its database to the project, also by a connection string', async () => {
    const { host, port, user, password, dbname } = output as Record<string, string>;
    const connectionString = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${dbname}`;
    const pool = new pg.Pool({ connectionString });
    onTestFinished(() => closed(pool));
    expect((await load(pool)).target).toMatchObject({ database: dbname, schema: 'marts' });
  });
});
