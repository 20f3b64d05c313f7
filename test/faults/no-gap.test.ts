/** Replace without a gap: readers see the old rows or the new ones, at once, whatever is rebuilt beneath them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect, it } from 'vitest';
import type { ManifestNode } from '../../core/resources/node.js';
import { type AdapterUnderTest, forEachAdapter, forPostgres } from '../conformance/support.js';
import { placed, rowsOf, runProject } from '../support/execute/project-run.js';
import { modelNode, otherNode } from '../support/manifest.js';

/** Far above the 50 ms that one try may hold a reader up, since a busy machine is late; far below the time for which locks are held here. */
const LONGEST_WAIT_MS = 300;
const REBUILDS = 20;
const ROWS = 2_000;

const rows = (under: AdapterUnderTest): string =>
  under.adapter.type === 'postgres'
    ? `select x as id from generate_series(1, ${ROWS}) x`
    : `with recursive n(x) as (select 1 union all select x + 1 from n where x < ${ROWS}) select x as id from n`;

const model = (under: AdapterUnderTest, name: string, materialized: string, rawCode = rows(under)): ManifestNode =>
  placed(
    under,
    modelNode(name, {
      rawCode,
      config: { materialized, ...(materialized === 'view' ? {} : { indexes: [{ columns: ['id'] }] }) },
    }),
  );

interface Seen {
  /** Distinct answers, and messages of errors. */
  readonly answers: ReadonlySet<string>;
  readonly polls: number;
  readonly longestMs: number;
}

/** Polls until told to stop. */
async function poll(read: () => Promise<string>, signal: AbortSignal): Promise<Seen> {
  const answers = new Set<string>();
  let longestMs = 0;
  let polls = 0;
  while (!signal.aborted) {
    const started = performance.now();
    try {
      answers.add(await read());
    } catch (error) {
      answers.add(String(error));
    }
    longestMs = Math.max(longestMs, performance.now() - started);
    polls++;
    await sleep(1);
  }
  return { answers, polls, longestMs };
}

/** Rows of all the given relations, each counted by a connection of its own. The first is touched by nobody: what its reader waits, the machine is to blame for. */
async function whilePolling(
  under: AdapterUnderTest,
  names: readonly string[],
  work: () => Promise<void>,
): Promise<Seen[]> {
  const stop = new AbortController();
  const database = await under.adapter.open(under.credentials, { threads: names.length, applicationName: 'reader' });
  const readers = names.map(async (name) => {
    const session = await database.session({ purpose: 'read', label: 'reader' });
    // A reader that would have to wait longer for a lock gets an error instead: on SQLite it never waits.
    const isSqlite = under.adapter.type === 'sqlite';
    await session.execute(isSqlite ? 'pragma busy_timeout = 0' : `set lock_timeout = ${LONGEST_WAIT_MS}`);
    const read = async () => String((await session.execute(`select count(*) from ${under.name(name)}`)).rows[0]![0]);
    await read();
    const seen = await poll(read, stop.signal);
    await session.release();
    return seen;
  });
  try {
    await work();
  } finally {
    stop.abort();
  }
  const seen = await Promise.all(readers);
  await database.close();
  return seen;
}

forEachAdapter('no gap', (under) => {
  it(`readers that poll during ${REBUILDS} rebuilds of a table, a view and an incremental model see all rows, without waiting`, async () => {
    const wide = under.adapter.type === 'postgres' ? '1::bigint as x, ' : '1 as x, ';
    const turn = (number: number): ManifestNode[] => [
      model(under, 'gap_table', 'table'),
      // With other columns each time, so that the view is made anew and not only redefined.
      model(under, 'gap_view', 'view', `select ${number % 2 ? wide : ''}id from ${under.name('gap_source')}`),
      model(under, 'gap_incremental', 'incremental'),
    ];
    const build = (nodes: readonly ManifestNode[]) =>
      runProject(under, nodes, { command: 'run', options: { fullRefresh: true, threads: 3 } });
    await build([model(under, 'gap_source', 'table')]);
    await build(turn(0));
    await under.withSession((session) =>
      session.execute(`create view ${under.name('gap_outer')} as select id from ${under.name('gap_table')}`),
    );
    const [control, ...seen] = await whilePolling(
      under,
      ['gap_source', 'gap_table', 'gap_view', 'gap_incremental', 'gap_outer'],
      async () => {
        for (let number = 1; number <= REBUILDS; number++) {
          const { results } = await build(turn(number));
          expect([...results.values()].map(({ status }) => status)).toEqual(['success', 'success', 'success']);
        }
      },
    );
    for (const { answers, polls, longestMs } of seen) {
      expect([...answers]).toEqual([String(ROWS)]);
      expect(polls).toBeGreaterThan(REBUILDS);
      expect(longestMs).toBeLessThan(LONGEST_WAIT_MS + control!.longestMs);
    }
  });

  it('a seed with a bad last row leaves the old rows and indexes, whether its columns stay or change', async () => {
    const seed = async (csv: string) => {
      const dataPath = join(under.folder, 'gap_seed.csv');
      await writeFile(dataPath, csv);
      const parts = { originalFilePath: 'seeds/gap_seed.csv', dataPath } as Parameters<typeof otherNode>[2];
      const node = placed(under, otherNode('seed', 'gap_seed', parts));
      return (await runProject(under, [node], { command: 'seed' })).results.get('gap_seed');
    };
    await seed('id,name\n1,one\n2,two\n');
    await under.withSession((session) => session.execute(`create index gap_hand on ${under.name('gap_seed')} (id)`));
    for (const csv of ['id,name\n3,three\n4,four,bad\n', 'id,name,more\n3,three,x\n4,four\n']) {
      expect(await seed(csv)).toMatchObject({ status: 'error' });
      expect(await rowsOf(under, `select id, name from ${under.name('gap_seed')} order by 1`)).toEqual([
        ['1', 'one'],
        ['2', 'two'],
      ]);
    }
    expect(await seed('id,name,more\n3,three,x\n')).toMatchObject({ status: 'success', diagnostics: [] });
    const relation = under.relation('gap_seed');
    const kept = await under.withSession((session) => under.adapter.introspector.handMade(session, relation, relation));
    expect(kept.map(({ what }) => what)).toEqual(['index gap_hand']);
  });
});

forPostgres('no gap', (under) => {
  /** Somebody who reads in a transaction of their own while the work goes on. */
  const whileReading = async (sql: string, work: (reader: pg.Client, pid: string) => Promise<void>): Promise<void> => {
    const { host, port, user, password, dbname: database } = under.output as Record<string, string>;
    const server = { host, port: Number(port), user, password, database };
    const client = new pg.Client({ ...server, application_name: 'long reader' });
    await client.connect();
    try {
      const { rows } = await client.query('select pg_backend_pid()::text as pid');
      await client.query(sql);
      await work(client, rows[0].pid);
    } finally {
      await client.end();
    }
  };
  const build = (nodes: readonly ManifestNode[], lockTimeoutMs = 20_000, signal = new AbortController().signal) =>
    runProject(under, nodes, { command: 'run', options: { lockTimeoutMs }, signal });

  it.each([
    { what: 'a transaction', name: 'held_1', open: 'begin isolation level repeatable read; select from held_1' },
    { what: 'a cursor', name: 'held_2', open: 'begin; declare c cursor for select * from held_2; fetch 1 from c' },
  ])(
    'a rebuild waits for $what on the old table while other readers pass, and is done when that ends',
    async (held) => {
      const { name, open } = held;
      const changed = [model(under, name, 'table', `select x as id, 2 as b from generate_series(1, ${ROWS}) x`)];
      await build([model(under, name, 'table'), model(under, 'untouched', 'table')]);
      await whileReading(open, async (long) => {
        const [control, seen] = await whilePolling(under, ['untouched', name], async () => {
          const running = build(changed);
          await sleep(1_500);
          expect((await long.query(`select count(*) from ${name}`)).rows).toEqual([{ count: String(ROWS) }]);
          await long.query('commit');
          expect((await running).results.get(name)).toMatchObject({ status: 'success' });
        });
        expect([...control!.answers, ...seen!.answers]).toEqual([String(ROWS), String(ROWS)]);
        expect(seen!.longestMs).toBeLessThan(LONGEST_WAIT_MS + control!.longestMs);
      });
      expect(await rowsOf(under, `select min(b) from ${name}`)).toEqual([['2']]);
    },
  );

  it('when the reader does not end, the model errs in a bounded time, names the process, and nothing has changed', async () => {
    await build([model(under, 'blocked', 'table'), model(under, 'blocked_view', 'view', 'select 1 as a')]);
    const changed = [
      model(under, 'blocked', 'table', 'select 1 as id'),
      model(under, 'blocked_view', 'view', 'select 2 as b'),
    ];
    await whileReading('begin; select from blocked; select * from blocked_view', async (_, pid) => {
      const started = performance.now();
      const { results } = await build(changed, 500);
      expect(performance.now() - started).toBeLessThan(10_000);
      for (const name of ['blocked', 'blocked_view']) {
        const { status, message, diagnostics } = results.get(name)!;
        expect([status, diagnostics[0]!.code]).toEqual(['error', 'TSDBT_RELATION_LOCKED']);
        expect(message).toContain(`process ${pid} of postgres (long reader), idle in transaction, since 20`);
      }
    });
    const now = 'select count(*), max(a) from blocked, blocked_view';
    expect(await rowsOf(under, now)).toEqual([[String(ROWS), '1']]);
  });

  it('a cancelled run ends its wait at once and leaves the old table', async () => {
    await build([model(under, 'cancelled', 'table')]);
    await whileReading('begin; select from cancelled', async () => {
      const stop = new AbortController();
      const running = build([model(under, 'cancelled', 'table', 'select 1 as id')], 60_000, stop.signal);
      await sleep(1_500);
      const started = performance.now();
      stop.abort();
      expect((await running).results.get('cancelled')).toMatchObject({ status: 'cancelled' });
      expect(performance.now() - started).toBeLessThan(1_000);
    });
    expect(await rowsOf(under, 'select count(*) from cancelled')).toEqual([[String(ROWS)]]);
  });

  it('only the swap waits briefly for locks: a hook after it waits as the session does', async () => {
    const hook = { sql: "insert into said select current_setting('lock_timeout')", transaction: true };
    const node = placed(
      under,
      modelNode('hooked', { rawCode: 'select 1 as a', config: { materialized: 'table', 'post-hook': [hook] } }),
    );
    await under.withSession((session) => session.execute('create table said (what text)'));
    await build([node]);
    await build([node]);
    const before = await rowsOf(under, "select current_setting('lock_timeout')");
    expect(await rowsOf(under, 'select distinct what from said')).toEqual(before);
  });
});
