/**
 * One writer: two runs that write the same relation do so one after the other, the second says for whom it waits, and a
 * run that is gone keeps nobody waiting. Runs that write different relations do not wait.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, inject, it } from 'vitest';
import type { Database } from '../../core/adapter/database.js';
import type { LockHolder, LockRequest, RunLocks } from '../../core/adapter/run-locks.js';
import type { AdapterTable } from '../../core/index.js';
import { bin } from '../support/cli.js';
import { type DatabaseType, databaseTypes, type Place, withPlace } from '../support/faults/place.js';
import { startProxy } from '../support/faults/proxy.js';
import { type FolderRun, runFolder } from '../support/faults/run-folder.js';
import { testedAdapters, watchedAdapters } from '../support/faults/tested-adapters.js';

const locking = { host: 'box', pid: 1, timeoutMs: 60_000 };

function runLocked(place: Place, run: Partial<FolderRun> = {}) {
  return runFolder(place.folder, { adapters: testedAdapters, locking, ...run });
}

const statuses = async (runs: readonly ReturnType<typeof runLocked>[]) =>
  (await Promise.all(runs)).flatMap(({ results }) => [...results.values()].map(({ status }) => status));

describe.each(databaseTypes)('two runs of the same nodes at the same moment on %s', (type) => {
  it('append what one after the other would, twenty times', { timeout: 120_000 }, async () => {
    const counter = `{{ config(materialized='incremental') }}
select 1 + (select count(*) from {{ this if is_incremental() else '(select 1 where 1 = 0) as none' }}) as id`;
    await withPlace(type, { 'models/counter.sql': counter }, async (place) => {
      for (let round = 0; round < 20; round++) {
        expect(await statuses([runLocked(place), runLocked(place)])).toEqual(['success', 'success']);
      }
      const rows = await place.query(`select id from ${place.prefix}counter order by id`);
      expect(rows.map(([id]) => Number(id))).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    });
  });

  it('build a project of many nodes without a deadlock', { timeout: 60_000 }, async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const models = names.map((name, index) => [
      `models/${name}.sql`,
      `{{ config(materialized='${index % 2 === 0 ? 'table' : 'view'}') }} select * from ${index === 0 ? '(select 1 as id) as t' : `{{ ref('${names[index - 1]}') }}`}`,
    ]);
    const seed = { 'seeds/people.csv': 'id,name\n1,Ann\n2,Bob\n' };
    await withPlace(type, { ...Object.fromEntries(models), ...seed }, async (place) => {
      for (let round = 0; round < 2; round++) {
        expect(await statuses([runLocked(place), runLocked(place)])).toEqual(Array(14).fill('success'));
      }
    });
  });

  it('land each file once, also when the table does not stand yet', async () => {
    const source = `sources:
  - name: raw
    tables:
      - name: people
        external: {location: data/*.csv}
        columns: [{name: id}, {name: name}]
`;
    const files = { 'models/sources.yml': source, 'data/a.csv': 'id,name\n1,Ann\n2,Bob\n' };
    await withPlace(type, files, async (place) => {
      const load = { command: 'load' } as const;
      expect(await statuses([runLocked(place, load), runLocked(place, load)])).toEqual(['success', 'success']);
      const [[table]] = await place.query(
        type === 'sqlite'
          ? "select name from sqlite_master where name = 'people'"
          : "select table_schema || '.people' from information_schema.tables where table_name = 'people'",
      );
      expect(await place.query(`select name from ${table} order by 1`)).toEqual([['Ann'], ['Bob']]);
    });
  });
});

describe.each(databaseTypes)('beside a run that goes on for long on %s', (type) => {
  it('others wait, are refused, or go on with what it does not write; its death lets them go on', {
    timeout: 60_000,
  }, async () => {
    await withPlace(type, holdingFiles(type), async (place) => {
      const holder = start(place, ['build', '--select', 'held', '--vars', '{secret: hunter2}']);
      await holder.says('START test');
      const refused = await start(place, ['run', '--select', 'held', 'other', '--lock-timeout', '0']).end;
      expect(refused.code).toBe(2);
      expect(refused.text).toContain('TSDBT_LOCK_HELD');
      expect(refused.text).toContain(
        `${place.prefix}held is locked by \`tsdbt build --select held\` on host ${hostname()}, process ${holder.pid}, started at 20`,
      );
      expect(refused.text).not.toContain('hunter2');
      expect(refused.text).not.toContain('START');

      const other = await start(place, ['run', '--select', 'other']).end;
      expect(other).toMatchObject({ code: 0, text: expect.not.stringContaining('Waiting') });

      const stopped = start(place, ['run', '--select', 'held']);
      await stopped.says('Waiting: ');
      const stoppedAt = Date.now();
      stopped.kill('SIGINT');
      expect((await stopped.end).code).not.toBe(0);
      expect(Date.now() - stoppedAt).toBeLessThan(3000);
      const results = readFileSync(join(place.folder, 'target/run_results.json'), 'utf8');
      expect(JSON.parse(results).results).toMatchObject([{ unique_id: 'model.shop.held', status: 'skipped' }]);

      const next = start(place, ['run', '--select', 'held', '--log-format', 'json']);
      const waiting = JSON.parse(
        (await next.says('LockWaiting')).split('\n').find((line) => /LockWaiting/.test(line))!,
      );
      expect(waiting.data).toMatchObject({ pid: holder.pid, command: 'tsdbt build --select held', timeout: 300 });
      const killedAt = Date.now();
      holder.kill('SIGKILL');
      await next.says('LogModelResult');
      expect(Date.now() - killedAt).toBeLessThan(4000);
      expect((await next.end).code).toBe(0);
    });
  });
});

describe.each(databaseTypes)('a run whose locks are lost on %s', (type) => {
  it('cancels what runs, starts nothing more and says so', async () => {
    const lost = new AbortController();
    const files = {
      'models/first.sql': `{{ config(materialized='table') }} ${slow(type)}`,
      'models/second.sql': "select * from {{ ref('first') }}",
    };
    await withPlace(type, files, async (place) => {
      const { results, events } = await runLocked(place, {
        adapters: withLocks((database, wanted) => ({ ...database.locks(wanted), lost: lost.signal })),
        onEvent: ({ kind }) => {
          if (kind === 'node-started') setTimeout(() => lost.abort(), 300);
        },
      });
      expect(results.get('first')?.status).toBe('cancelled');
      expect(results.get('second')?.status).toBe('skipped');
      const said = events.flatMap((event) => (event.kind === 'diagnostic' ? [event.diagnostic.code] : []));
      expect(said).toEqual(['TSDBT_LOCK_LOST']);
      expect(await place.snapshot()).not.toContain('first');
    });
  });
});

describe('a run whose locks were lost before its first node', () => {
  it('builds nothing and says why', async () => {
    await withPlace('sqlite', { 'models/first.sql': 'select 1 as id' }, async (place) => {
      const { results, events } = await runLocked(place, {
        adapters: withLocks((database, wanted) => ({ ...database.locks(wanted), lost: AbortSignal.abort() })),
      });
      expect(results.get('first')).toMatchObject({ status: 'skipped', message: expect.stringContaining('locks') });
      const said = events.flatMap((event) => (event.kind === 'diagnostic' ? [event.diagnostic.code] : []));
      expect(said).toEqual(['TSDBT_LOCK_LOST']);
    });
  });
});

describe('a server that falls silent while a run waits for its locks', () => {
  it('is given up in bounded time', async () => {
    await withPlace('postgres', { 'models/a.sql': 'select 1 as id' }, async (place) => {
      const proxy = await startProxy(inject('postgres'));
      place.profile({ host: proxy.host, port: proxy.port, keepalives_idle: 1, connect_timeout: 1, retries: 0 });
      let attempts = 0;
      const adapters = withLocks((database, wanted) => {
        const other = database.locks({ ...wanted, owner: { ...wanted.owner, invocationId: 'other' } });
        const own = database.locks(wanted);
        const take = async () => {
          if (attempts === 0) await other.take();
          if (++attempts === 2) proxy.swallow();
          return own.take();
        };
        return { ...own, take };
      });
      const started = Date.now();
      await expect(runLocked(place, { adapters })).rejects.toThrow('gave no answer any more');
      expect(Date.now() - started).toBeLessThan(20_000);
      await proxy.close();
    });
  });
});

describe('a run that dies on postgres', () => {
  it('keeps what it writes from others until its last transaction is over', async () => {
    await withPlace(
      'postgres',
      { 'models/a.sql': "{{ config(materialized='table') }} select 1 as id" },
      async (place) => {
        const found: (LockHolder | null)[] = [];
        const relations = [{ database: null, schema: 'public', identifier: 'a' }];
        const owner = { host: 'box', pid: 2, startedAt: '', command: 'tsdbt run', invocationId: 'other' };
        let other: RunLocks;
        const adapters = withLocks(
          (database, wanted) => {
            other = database.locks({ relations, owner, timeoutMs: 0 });
            // What the dead run has left of its locks: nothing.
            return { ...database.locks(wanted), take: async () => null };
          },
          watchedAdapters({
            before: async ({ kind, label }) => {
              if (kind === 'commit' && label === 'model.shop.a') found.push(await other.take());
            },
          }),
        );
        await runLocked(place, { adapters });
        expect(found).toMatchObject([{ owner: null, relations: ['public.a'] }]);
      },
    );
  });
});

/** Adapters whose databases give other locks. */
function withLocks(
  change: (database: Database, wanted: LockRequest) => RunLocks,
  adapters: AdapterTable = testedAdapters,
): AdapterTable {
  return Object.fromEntries(
    Object.entries(adapters).map(([type, entry]) => {
      const load = async () => {
        const adapter = await entry.load();
        const open: typeof adapter.open = async (...request) => {
          const database = await adapter.open(...request);
          return { ...database, locks: (wanted) => change(database, wanted) };
        };
        return { ...adapter, open };
      };
      return [type, { type, load }];
    }),
  );
}

/** A query that ends only when it is cancelled. */
function slow(type: DatabaseType): string {
  return type === 'postgres'
    ? 'select pg_sleep(60)::text as id'
    : 'with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000000000) select count(*) as id from n';
}

/** `build` of `held` writes it, then reads for long: on SQLite others may write meanwhile. */
function holdingFiles(type: DatabaseType): Readonly<Record<string, string>> {
  return {
    'models/held.sql': "{{ config(materialized='table') }} select 1 as id",
    'models/other.sql': "{{ config(materialized='table') }} select 1 as id",
    'tests/long.sql': `-- {{ ref('held') }}\nselect * from (${slow(type)}) as t where id is null`,
  };
}

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts the program; what it says is there before it has ended. */
function start(place: Place, args: readonly string[]) {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: place.folder,
    env: { PATH: process.env.PATH, HOME: join(place.folder, '..', 'no-home') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      for (const listener of listeners) listener();
    });
  }
  const end = new Promise<{ code: number | null; text: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, text }));
  });
  const says = (words: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = () => {
        if (text.includes(words)) resolve(text);
      };
      listeners.add(look);
      look();
      end.then(() => reject(new Error(`It ended without "${words}":\n${text}`)));
    });
  return { pid: child.pid, says, end, kill: (signal: NodeJS.Signals) => child.kill(signal) };
}
