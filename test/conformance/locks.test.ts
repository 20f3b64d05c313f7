/** Locks of runs: one run at a time for each relation, whoever is in the way is named, and none outlives its holder. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, expect, it } from 'vitest';
import { createClaimLocks } from '../../adapters/sqlite/driver/child/claim-locks.js';
import { loadLibrary } from '../../adapters/sqlite/driver/child/library.js';
import type { Database } from '../../core/adapter/database.js';
import type { LockOwner, RunLocks } from '../../core/adapter/run-locks.js';
import type { RelationName } from '../../core/resources/relation.js';
import { type AdapterUnderTest, forEachAdapter, forPostgres, forSqlite } from './support.js';

const owner = (name: string, command = `tsdbt run --select ${name}`): LockOwner => ({
  host: 'box',
  pid: 42,
  startedAt: '2026-01-31T10:00:00.000000Z',
  command,
  invocationId: name,
});

const databases: Database[] = [];
afterEach(async () => {
  for (const database of databases.splice(0)) await database.close();
});

async function another(under: AdapterUnderTest): Promise<Database> {
  const database = await under.adapter.open(under.credentials, { threads: 1, applicationName: 'tsdbt' });
  databases.push(database);
  return database;
}

async function locksOf(under: AdapterUnderTest, name: string, relations: readonly string[]): Promise<RunLocks> {
  const names = relations.map((relation): RelationName => under.relation(relation));
  return (await another(under)).locks({ relations: names, owner: owner(name), timeoutMs: 0 });
}

const shown = (under: AdapterUnderTest, name: string) => (under.adapter.type === 'postgres' ? `public.${name}` : name);

forEachAdapter('locks of runs', (under) => {
  it('name the holder and what both want, and are free when it gives them back', async () => {
    const first = await locksOf(under, 'first', ['a', 'b', 'c']);
    const second = await locksOf(under, 'second', ['d', 'c', 'b']);
    expect(await first.take()).toBeNull();
    expect(await second.take()).toMatchObject({
      owner: owner('first'),
      relations: under.adapter.type === 'postgres' ? expect.arrayContaining([shown(under, 'b')]) : ['b', 'c'],
    });
    await first.release();
    expect(await second.take()).toBeNull();
    await second.release();
  });

  it('of runs that write different relations are held side by side', async () => {
    const all = await Promise.all(['a', 'b', 'c'].map((name) => locksOf(under, name, [name])));
    for (const locks of all) expect(await locks.take()).toBeNull();
    for (const locks of all) await locks.release();
  });

  it('go with the database when it is closed', async () => {
    const database = await another(under);
    const first = database.locks({ relations: [under.relation('a')], owner: owner('first'), timeoutMs: 0 });
    expect(await first.take()).toBeNull();
    await database.close();
    const second = await locksOf(under, 'second', ['a']);
    expect(await second.take()).toBeNull();
    await expect(first.take()).rejects.toThrow('given back');
  });

  it('are held by one at a time, however many want them at once, and none waits for ever', async () => {
    let holders = 0;
    const turns: string[] = [];
    const turn = async (name: string, relations: readonly string[]) => {
      const locks = await locksOf(under, name, relations);
      while ((await locks.take()) !== null) await new Promise((resolve) => setTimeout(resolve, 5));
      holders++;
      expect(holders).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      holders--;
      turns.push(name);
      await locks.release();
    };
    await Promise.all(
      Array.from({ length: 8 }, (_, i) => turn(`run ${i}`, i % 2 === 0 ? ['x', 'y', 'z'] : ['z', 'y'])),
    );
    expect(turns.sort()).toEqual(Array.from({ length: 8 }, (_, i) => `run ${i}`));
  });

  it('of a run that writes very many relations keep out one that writes a single one of them, and the reverse', async () => {
    const many = Array.from({ length: 1500 }, (_, i) => `many_${i}`);
    const big = await locksOf(under, 'big', many);
    const small = await locksOf(under, 'small', ['many_77']);
    expect(await small.take()).toBeNull();
    expect(await big.take()).toMatchObject({ owner: owner('small'), relations: [shown(under, 'many_77')] });
    await small.release();
    expect(await big.take()).toBeNull();
    const later = await locksOf(under, 'later', ['many_78']);
    expect((await later.take())?.owner).toEqual(owner('big'));
    await big.release();
    expect(await later.take()).toBeNull();
  });

  it('tell the command whatever stands in it, cut where it is long', async () => {
    const command = `tsdbt run --select '*/; drop table x; /* "é" \\ ${'名'.repeat(2000)}`;
    const database = await another(under);
    const first = database.locks({ relations: [under.relation('a')], owner: owner('first', command), timeoutMs: 0 });
    expect(await first.take()).toBeNull();
    const second = await locksOf(under, 'second', ['a']);
    const holder = await second.take();
    expect(holder?.owner?.command).toContain(`'*/; drop table x; /* "é" \\ 名名名`);
    expect(holder?.owner).toMatchObject({ pid: 42, invocationId: 'first' });
    await first.release();
  });
});

forPostgres('locks of runs', (under) => {
  const administer = (sql: string) => ask(sql, String(under.output.dbname));
  const elsewhere = (sql: string) => ask(sql, 'postgres');
  const ask = async (sql: string, database: string): Promise<pg.QueryResult> => {
    const { host, port, user, password } = under.output as Record<string, never>;
    const client = new pg.Client({ host, port, user, password, database });
    await client.connect();
    return client.query(sql).finally(() => client.end());
  };
  // Other tests run on the same server, each in a database of its own.
  const holderPids = `select pid from pg_locks join pg_stat_activity using (pid)
    where locktype = 'advisory' and datname = current_database()`;
  const within = async (milliseconds: number, isTrue: () => boolean | Promise<boolean>): Promise<boolean> => {
    for (const end = Date.now() + milliseconds; Date.now() < end; ) {
      if (await isTrue()) return true;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return false;
  };

  it('are taken again when their connection ends and nobody else came', async () => {
    const locks = await locksOf(under, 'first', ['a']);
    expect(await locks.take()).toBeNull();
    const pidOf = async () => (await administer(holderPids)).rows[0]?.pid;
    const before = await pidOf();
    await administer(`select pg_terminate_backend(${before})`);
    expect(await within(3000, async () => ![before, undefined].includes(await pidOf()))).toBe(true);
    expect(locks.lost.aborted).toBe(false);
    const second = await locksOf(under, 'second', ['a']);
    expect((await second.take())?.owner).toEqual(owner('first'));
    await locks.release();
  });

  it('are lost when their connection ends and somebody else has them before', async () => {
    const locks = await locksOf(under, 'first', ['a']);
    const second = await locksOf(under, 'second', ['a', 'b']);
    expect(await locks.take()).toBeNull();
    expect(await second.take()).not.toBeNull();
    let isTaken = false;
    const taking = within(5000, async () => {
      isTaken ||= (await second.take()) === null;
      return isTaken;
    });
    // The first one cannot come back before the second has had its turn.
    await elsewhere(`alter database ${under.output.dbname} allow_connections false`);
    await elsewhere(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${under.output.dbname}' and query like '/* tsdbt locks %"first"%'`,
    );
    expect(await taking).toBe(true);
    await elsewhere(`alter database ${under.output.dbname} allow_connections true`);
    expect(await within(3000, () => locks.lost.aborted)).toBe(true);
    await second.release();
    await locks.release();
  });

  it('are free only when the last transaction of a dead run is over', async () => {
    // The connection with the locks has ended before this one, as the order is any when a process is killed.
    const orphan = await (await another(under)).session({ purpose: 'write', label: 'a', writes: under.relation('a') });
    await orphan.begin();
    await orphan.execute('select 1');
    const locks = await locksOf(under, 'next', ['b', 'a']);
    expect(await locks.take()).toEqual({
      owner: null,
      description: expect.stringMatching(/^server process \d+, which a run that has ended left at work$/),
      relations: ['public.a'],
    });
    await orphan.commit();
    expect(await locks.take()).toBeNull();
    // Its own transactions do not count.
    const own = await databases.at(-1)!.session({ purpose: 'write', label: 'a', writes: under.relation('a') });
    await own.begin();
    expect(await locks.take()).toBeNull();
    await own.release();
    await orphan.release();
    await locks.release();
  });

  it('of a role that may not look into others name the server process', async () => {
    await administer("create role lock_reader login password 'x'; grant all on schema public to lock_reader");
    const locks = await locksOf(under, 'first', ['a']);
    expect(await locks.take()).toBeNull();
    const credentials = under.credentialsWith({ user: 'lock_reader', password: 'x' });
    const database = await under.adapter.open(credentials, { threads: 1, applicationName: 'tsdbt' });
    databases.push(database);
    const other = database.locks({ relations: [under.relation('a')], owner: owner('second'), timeoutMs: 0 });
    expect(await other.take()).toMatchObject({
      owner: null,
      description: expect.stringMatching(/^server process \d+ of role postgres \(tsdbt\)$/),
      relations: ['public.a'],
    });
    await locks.release();
    await database.close();
    await administer('drop owned by lock_reader; drop role lock_reader');
  });
});

forSqlite('locks of runs', (under) => {
  const folder = () => join(under.folder, 'test.sqlite-tsdbt-locks');

  it('leave no file behind', async () => {
    const locks = await locksOf(under, 'first', ['a']);
    expect(await locks.take()).toBeNull();
    expect(readdirSync(folder())).toHaveLength(2);
    await locks.release();
    expect(existsSync(folder())).toBe(false);
  });

  it('let a run wait for the write lock of another run longer than for that of anybody else', async () => {
    const writer = await another(under);
    const other = writer.locks({ relations: [under.relation('a')], owner: owner('other'), timeoutMs: 0 });
    expect(await other.take()).toBeNull();
    const database = await under.adapter.open(under.credentialsWith({ busy_timeout: 0 }), {
      threads: 1,
      applicationName: 'tsdbt',
    });
    databases.push(database);
    const own = database.locks({ relations: [under.relation('b')], owner: owner('own'), timeoutMs: 60_000 });
    expect(await own.take()).toBeNull();
    const holding = await writer.session({ purpose: 'write', label: 'holding' });
    await holding.begin();
    const session = await database.session({ purpose: 'write', label: 'waiting' });
    let hasBegun = false;
    const beginning = session.begin().then(() => {
      hasBegun = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(hasBegun).toBe(false);
    await holding.commit();
    await beginning;
    await session.rollback();

    await other.release();
    await holding.begin();
    expect(await under.failureOf(session.begin())).toMatchObject({ kind: 'locked' });
    await holding.release();
    await session.release();
    await own.release();
  });

  it('take away what dead runs left, also half a claim', async () => {
    const locks = await locksOf(under, 'first', ['a']);
    expect(await locks.take()).toBeNull();
    writeFileSync(join(folder(), 'dead.claim'), '');
    writeFileSync(join(folder(), 'half.claim'), 'SQLite format 3\0 and no more');
    const second = await locksOf(under, 'second', ['b']);
    expect(await second.take()).toBeNull();
    expect(readdirSync(folder()).filter((name) => !name.includes('-'))).toEqual(['mutex']);
    await locks.release();
    await second.release();
  });

  it('are kept for each file apart, and two projects that share a file meet', async () => {
    const files = { main: join(under.folder, 'one.db'), other: join(under.folder, 'two.db') };
    const several = { path: null, schemas_and_paths: files, schema_directory: under.folder };
    const open = async (changes: Parameters<typeof under.credentialsWith>[0]) => {
      const database = await under.adapter.open(under.credentialsWith(changes), { threads: 1, applicationName: 'x' });
      databases.push(database);
      return database;
    };
    const relation = (schema: string | null, identifier: string) => ({ database: null, schema, identifier });
    const first = (await open(several)).locks({
      relations: [relation('other', 'a'), relation('main', 'b')],
      owner: owner('first'),
      timeoutMs: 0,
    });
    expect(await first.take()).toBeNull();
    const alone = (await open({ path: files.other })).locks({
      relations: [relation(null, 'b')],
      owner: owner('b'),
      timeoutMs: 0,
    });
    expect(await alone.take()).toBeNull();
    const same = (await open({ path: files.other })).locks({
      relations: [relation(null, 'a')],
      owner: owner('a'),
      timeoutMs: 0,
    });
    expect((await same.take())?.owner).toEqual(owner('first'));
  });

  it('outlive their holder as long as its writing process lives', async () => {
    mkdirSync(folder());
    const Library = loadLibrary();
    // What a dead run has left, and the lock that its writing process has still on it.
    const file = new Library(join(folder(), 'dead.claim'));
    const claim = { owner: owner('dead'), relations: ['a'] };
    file.exec(`create table claim (content text); insert into claim values ('${JSON.stringify(claim)}')`);
    file.close();
    createClaimLocks()([join(folder(), 'dead.claim')]);
    const locks = await locksOf(under, 'next', ['a']);
    expect((await locks.take())?.owner).toEqual(owner('dead'));
  });
});
