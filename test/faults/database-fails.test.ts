import { afterEach, describe, expect, inject, it } from 'vitest';
import { writeFiles } from '../support/cli.js';
import { refusedLookUps } from '../support/execute/refused-look-ups.js';
import {
  administer,
  type DatabaseType,
  databaseTypes,
  type Files,
  makePlace,
  type Place,
} from '../support/faults/place.js';
import { databaseProcesses } from '../support/faults/processes.js';
import { startProxy } from '../support/faults/proxy.js';
import { type FinishedFolderRun, type FolderRun, runFolder } from '../support/faults/run-folder.js';
import { testedAdapters, watchedAdapters } from '../support/faults/tested-adapters.js';
import type { Message, Watch } from '../support/faults/watched-adapter.js';

const places: Place[] = [];
afterEach(async () => {
  for (const place of places.splice(0)) await place.remove();
});

async function made(type: DatabaseType, files: Files): Promise<Place> {
  const place = await makePlace(type, files);
  places.push(place);
  return place;
}

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

const table = (sql: string) => `{{ config(materialized='table') }} ${sql}`;

/** `broken` meets the fault; `child` depends on it, `other` does not. */
const family = (broken: string): Files => ({
  'models/broken.sql': broken,
  'models/child.sql': table("select * from {{ ref('broken') }}"),
  'models/other.sql': table('select 7 as id'),
});

const run = (place: Place, options: Partial<FolderRun> = {}) =>
  runFolder(place.folder, { adapters: testedAdapters, command: 'run', ...options });
const watched = (place: Place, watch: Watch, options: Partial<FolderRun> = {}) =>
  run(place, { adapters: watchedAdapters(watch), ...options });

const statuses = ({ results }: FinishedFolderRun) =>
  Object.fromEntries([...results].map(([name, { status }]) => [name, status]));
const warnings = ({ events }: FinishedFolderRun) =>
  events.flatMap((event) => (event.kind === 'log' && event.level === 'warn' ? [event.message] : []));
const failed = { broken: 'error', child: 'skipped', other: 'success' };
const succeeded = { broken: 'success', child: 'success', other: 'success' };

/** Ends the backend of a message's session, so many times. */
function terminates(place: Place, matches: (message: Message) => boolean, times = 1): Watch {
  let left = times;
  return {
    before: async (message) => {
      if (!matches(message) || left-- <= 0) return;
      const { rows } = await message.session.execute('select pg_backend_pid()');
      await place.query(`select pg_terminate_backend(${rows[0]![0]})`);
    },
  };
}

const isMain = (label: string) => (message: Message) =>
  message.label.endsWith(`.${label}`) && /create\s+table/.test(message.sql);

describe('a backend that is terminated in the middle of a model', () => {
  it('costs nothing: the model is tried again, which the log says', async () => {
    const place = await made('postgres', family(table('select 1 as id')));
    const finished = await watched(place, terminates(place, isMain('broken')));
    expect(statuses(finished)).toEqual(succeeded);
    expect(warnings(finished)).toEqual([
      expect.stringMatching(
        /^model\.shop\.broken failed \(.*\) and nothing of it was kept; it is tried again \(1 of 1\)\.$/,
      ),
    ]);
  });

  it('fails the model in the words of the server when it happens again and again; the old table stays, others go on', async () => {
    const place = await made('postgres', family(table('select 1 as id')));
    await run(place);
    const before = (await place.snapshot()).get('public.broken');
    const finished = await watched(place, terminates(place, isMain('broken'), 9));
    expect(statuses(finished)).toEqual(failed);
    expect(finished.results.get('broken')?.message).toMatch(/terminat/);
    expect((await place.snapshot()).get('public.broken')).toBe(before);
  });

  it('is not tried again when something was sent outside of the transaction, which would happen twice', async () => {
    const hook = `pre_hook={'sql': 'insert into hooked values (1)', 'transaction': false}`;
    const place = await made('postgres', family(`{{ config(materialized='table', ${hook}) }} select 1 as id`));
    await place.query('create table hooked (id integer)');
    const finished = await watched(place, terminates(place, isMain('broken')));
    expect(statuses(finished)).toEqual(failed);
    expect(await place.query('select count(*) from hooked')).toEqual([['1']]);
  });
});

describe('a hook that ends the transaction by itself', () => {
  it('is not repeated, as what it sent before is kept', async () => {
    const hook = 'pre_hook="insert into hooked values (1); commit; begin"';
    const place = await made('postgres', family(`{{ config(materialized='table', ${hook}) }} select 1 as id`));
    await place.query('create table hooked (id integer)');
    const finished = await watched(place, terminates(place, isMain('broken')));
    expect(statuses(finished)).toEqual(failed);
    expect(await place.query('select count(*) from hooked')).toEqual([['1']]);
  });
});

describe('a connection that is lost around the commit of an append', () => {
  const model = "{{ config(materialized='incremental') }} select 5 as id";
  const atCommit = (message: Message) => message.label.endsWith('.broken') && message.kind === 'commit';

  it('appends once when the commit did not arrive', async () => {
    const place = await made('postgres', family(model));
    await run(place);
    const finished = await watched(place, terminates(place, atCommit));
    expect(statuses(finished)).toEqual(succeeded);
    expect(await place.query('select count(*) from broken')).toEqual([['2']]);
  });

  it('appends once, and says that it did, when only the answer was lost', async () => {
    const place = await made('postgres', family(model));
    await run(place);
    let isComing = false;
    let losses = 0;
    const proxy = await startProxy(inject('postgres'), (data) => {
      if (!isComing || losses > 0 || !data.includes('commit')) return;
      losses++;
      proxy.loseAnswers();
      setTimeout(proxy.cut, 100);
    });
    place.profile({ host: proxy.host, port: proxy.port, threads: 1 });
    const finished = await watched(place, {
      before: (message) => {
        isComing ||= atCommit(message);
      },
    });
    await proxy.close();
    expect(losses).toBe(1);
    expect(statuses(finished)).toEqual(succeeded);
    expect(warnings(finished)).toEqual([]);
    expect(await place.query('select count(*) from broken')).toEqual([['2']]);
  });
});

describe('an error of the server', () => {
  /** Fails with the given SQLSTATE when it is called for the first time. */
  const failsOnce = (code: string) => `create sequence calls; create function fails_once() returns integer as $$
    begin
      if nextval('calls') = 1 then raise exception 'the server says so' using errcode = '${code}'; end if;
      return 1;
    end $$ language plpgsql`;

  it.each([
    ['40001', 'a serialization failure'],
    ['40P01', 'a deadlock'],
  ])('%s, %s, is tried again', async (code) => {
    const place = await made('postgres', family(table('select fails_once() as id')));
    await place.query(failsOnce(code));
    const finished = await run(place);
    expect(statuses(finished)).toEqual(succeeded);
    expect(warnings(finished)).toHaveLength(1);
  });

  it.each([
    ['53100', 'a full disk'],
    ['53200', 'no memory'],
    ['55P03', 'a lock that did not come'],
    ['57014', 'a statement timeout'],
    ['22012', 'a mistake in the data'],
  ])('%s, %s, is the error of the node, and is not tried again', async (code) => {
    const place = await made('postgres', family(table('select fails_once() as id')));
    await place.query(failsOnce(code));
    const finished = await run(place);
    expect(statuses(finished)).toEqual(failed);
    expect(finished.results.get('broken')?.message).toContain('the server says so');
    expect(await place.query('select last_value from calls')).toEqual([['1']]);
  });

  it.each([
    ["statement_timeout = '200ms'", 'select 1 as id from pg_sleep(20)', 'statement timeout'],
    [
      "temp_file_limit = '1MB'",
      'select md5(i::text) as id from generate_series(1, 200000) i order by 1',
      'temp_file_limit',
    ],
  ])('by %s leaves the old table and the other models alone', async (setting, sql, words) => {
    const place = await made('postgres', family(table("select 'old' as id")));
    await run(place);
    const before = (await place.snapshot()).get('public.broken');
    const [database] = await place.query('select current_database()');
    await administer(`alter database ${database![0]} set ${setting}`);
    await administer(`alter database ${database![0]} set work_mem = '64kB'`);
    writeFiles(place.folder, { 'models/broken.sql': table(sql) });
    const finished = await run(place);
    expect(statuses(finished)).toEqual(failed);
    expect(finished.results.get('broken')?.message).toContain(words);
    expect((await place.snapshot()).get('public.broken')).toBe(before);
  });
});

describe('a server that cannot be reached', () => {
  const shown = (running: Promise<unknown>) =>
    running.then(
      () => 'no error',
      (error: Error) => error.message,
    );

  it('is given up in bounded time when it falls silent in the middle of a statement', async () => {
    const place = await made('postgres', family(table('select 1 as id from pg_sleep(60)')));
    const proxy = await startProxy(inject('postgres'));
    place.profile({ host: proxy.host, port: proxy.port, keepalives_idle: 1, connect_timeout: 1, retries: 0 });
    const started = Date.now();
    const during: Watch['during'] = (message) => {
      if (isMain('broken')(message)) setTimeout(proxy.swallow, 200);
    };
    let givenUpAfter = 0;
    const onEvent: FolderRun['onEvent'] = (event) => {
      if (event.kind !== 'node-finished' || event.result.status !== 'error') return;
      givenUpAfter = Date.now() - started;
      void proxy.close();
    };
    const finished = await watched(place, { during }, { onEvent });
    expect(givenUpAfter).toBeGreaterThan(1000);
    expect(givenUpAfter).toBeLessThan(20_000);
    expect(statuses(finished)).toEqual(failed);
    expect(finished.results.get('broken')?.message).toContain('gave no answer any more');
    await proxy.close();
  });

  it('is asked once when the password is wrong', async () => {
    const place = await made('postgres', family(table('select 1 as id')));
    const proxy = await startProxy(inject('postgres'));
    place.profile({ host: proxy.host, port: proxy.port, password: 'wrong one', sslmode: 'disable', retries: 5 });
    expect(await shown(run(place))).toContain('password authentication failed');
    expect(proxy.connections()).toBe(1);
    await proxy.close();
  });

  it('that has no connection left is asked again, then its words are the error', async () => {
    const place = await made('postgres', family(table('select 1 as id')));
    const role = `crowded_${process.pid}`;
    await administer(`create role ${role} login password 'secret' connection limit 0`);
    const proxy = await startProxy(inject('postgres'));
    const { host, port } = proxy;
    place.profile({ host, port, user: role, password: 'secret', sslmode: 'disable', retries: 1 });
    expect(await shown(run(place))).toContain('too many connections for role');
    expect(proxy.connections()).toBe(2);
    await proxy.close();
    await administer(`drop role ${role}`);
  });

  it('that takes no writes says so, and the run ends', async () => {
    const place = await made('postgres', family(table('select 1 as id')));
    const [database] = await place.query('select current_database()');
    await administer(`alter database ${database![0]} set default_transaction_read_only = on`);
    const finished = await run(place);
    expect(statuses(finished).broken).toBe('error');
    expect(finished.results.get('broken')?.message).toContain('read-only transaction');
  });

  it('that restarts in the middle of a run costs nothing when it is back in time', async () => {
    const place = await made('postgres', family(table('select 1 as id')));
    const proxy = await startProxy(inject('postgres'));
    place.profile({ host: proxy.host, port: proxy.port, retries: 2 });
    let back: Promise<void> | null = null;
    const finished = await watched(place, {
      before: (message) => {
        if (isMain('broken')(message)) back ??= proxy.restart(700);
      },
    });
    expect(statuses(finished)).toEqual(succeeded);
    await back;
    await proxy.close();
  });

  it('that does not come back fails what was running, and the run ends', async () => {
    const place = await made('postgres', family(table('select 1 as id')));
    const proxy = await startProxy(inject('postgres'));
    place.profile({ host: proxy.host, port: proxy.port });
    const finished = await watched(place, {
      before: async (message) => {
        if (isMain('broken')(message)) await proxy.close();
      },
    });
    expect(statuses(finished)).toMatchObject({ broken: 'error', child: 'skipped' });
    expect(finished.results.get('broken')?.message).toMatch(/ECONNRE(SET|FUSED)|terminated/);
  });

  it('bounds the wait for locks, unless the role or the database says how long', async () => {
    const place = await made('postgres', {
      'models/bounds.sql': table("select current_setting('lock_timeout') as found"),
    });
    await run(place);
    expect(await place.query('select found from bounds')).toEqual([['10min']]);
    const [database] = await place.query('select current_database()');
    await administer(`alter database ${database![0]} set lock_timeout = '3s'`);
    await run(place);
    expect(await place.query('select found from bounds')).toEqual([['3s']]);
  });
});

describe('a process of SQLite that is killed in the middle of a statement', () => {
  const slow = table(
    'with recursive n(i) as (select 1 union all select i + 1 from n where i < 30000000) select max(i) as id from n',
  );

  const killing = (times: number): Watch => {
    let left = times;
    return {
      during: async (message) => {
        if (!isMain('broken')(message) || left-- <= 0) return;
        await sleep(50);
        for (const pid of databaseProcesses(process.pid)) process.kill(pid, 'SIGKILL');
      },
    };
  };

  it('costs nothing: the model is tried again', async () => {
    const place = await made('sqlite', family(table('select 1 as id')));
    await run(place);
    writeFiles(place.folder, { 'models/broken.sql': slow.replace('30000000', '4000000') });
    const finished = await watched(place, killing(1));
    expect(statuses(finished)).toEqual(succeeded);
    expect(await place.query('select id from broken')).toEqual([['4000000']]);
  });

  it('fails the model when it happens again and again; the old table stays and others go on', async () => {
    const place = await made('sqlite', family(table('select 1 as id')));
    await run(place);
    writeFiles(place.folder, { 'models/broken.sql': slow });
    const finished = await watched(place, killing(9));
    expect(statuses(finished)).toEqual(failed);
    expect(finished.results.get('broken')?.message).toContain('ended unexpectedly (SIGKILL)');
    expect(await place.query('select id from broken')).toEqual([['1']]);
  });
});

describe.each(databaseTypes)('a look-up that fails on %s', (type) => {
  it('is never taken for "there is no such table": the incremental model keeps its history', async () => {
    const place = await made(type, {
      'models/broken.sql': `{{ config(materialized='incremental') }} select {% if is_incremental() %}2{% else %}1{% endif %} as id`,
    });
    await run(place);
    const finished = await run(place, { adapters: withoutListing() });
    expect(statuses(finished)).toEqual({ broken: 'error' });
    expect(finished.results.get('broken')?.message).toContain('permission denied for the catalog');
    expect(await place.query('select id from broken')).toEqual([['1']]);
  });
});

describe('an incremental model on Postgres', () => {
  const model = `{{ config(materialized='incremental') }} select {% if is_incremental() %}2{% else %}1{% endif %} as id`;

  it('keeps its history when the connection is cut at the very statement that looks it up', async () => {
    const place = await made('postgres', { 'models/broken.sql': model });
    await run(place);
    const looksUp = ({ sql }: Message) => /pg_class/.test(sql);
    const finished = await watched(place, terminates(place, looksUp));
    expect(['success', 'error']).toContain(statuses(finished).broken);
    expect((await place.query('select min(id) from broken'))[0]).toEqual(['1']);
  });

  it('keeps its history when the right to its schema was taken away', async () => {
    const place = await made('postgres', { 'models/broken.sql': model });
    const role = `poor_${process.pid}`;
    await administer(`create role ${role} login password 'secret'`);
    await place.query(`create schema ours authorization ${role}`);
    place.profile({ user: role, password: 'secret', schema: 'ours' });
    await run(place);
    await place.query(`alter schema ours owner to postgres; revoke all on schema ours from ${role}`);
    const finished = await run(place);
    expect(statuses(finished)).toEqual({ broken: 'error' });
    expect(finished.results.get('broken')?.message).toContain('permission denied for schema ours');
    expect(await place.query('select id from ours.broken')).toEqual([['1']]);
    await place.query(`drop owned by ${role}`);
    await administer(`drop role ${role}`);
  });
});

describe.each(databaseTypes)('a macro of the user on %s', (type) => {
  it('that changes the database while it spells a statement is rolled back with its node', async () => {
    const place = await made(type, {
      ...family(table('select * from nowhere_to_be_found')),
      'macros/own.sql': `{% macro get_create_table_as_sql(temporary, relation, sql) %}
        {% do run_query("insert into spelt values (1)") %}
        {{ return(create_table_as(temporary, relation, sql)) }}
      {% endmacro %}`,
    });
    await place.query(`create table ${place.prefix}spelt (id integer)`);
    expect(statuses(await run(place))).toEqual(failed);
    // Once, by `other`, which was built.
    expect(await place.query(`select count(*) from ${place.prefix}spelt`)).toEqual([['1']]);
  });
});

function withoutListing(): FolderRun['adapters'] {
  return Object.fromEntries(
    Object.entries(testedAdapters).map(([type, entry]) => [
      type,
      { type, load: async () => refusedLookUps(await entry.load(), 'permission denied for the catalog') },
    ]),
  );
}
