/** Readers of SQLite that take turns with the writer on its connection: what they see and may do is what a reader of its own would. */
import { expect, it } from 'vitest';
import type { Database, Session } from '../../core/adapter/database.js';
import { type AdapterUnderTest, forSqlite } from './support.js';

forSqlite('taking turns', (under) => {
  it('reads what was just written, on the connection that wrote it', async () => {
    await withDatabase(under, 1, async (database) => {
      await write(database, 'create table turn_a (a); insert into turn_a values (1)');
      const before = await changesSeen(database);
      await write(database, 'insert into turn_a values (2)');
      // The number changes on every connection but the one that made the change.
      expect(await changesSeen(database)).toBe(before);
      expect(await read(database, (session) => cellOf(session, 'select count(*) from turn_a'))).toBe('2');
    });
  });

  it('refuses every change to a reader, and none to the writer after it', async () => {
    await withDatabase(under, 1, async (database) => {
      await write(database, 'create table turn_b (a)');
      const change = read(database, (session) => session.execute('insert into turn_b values (1)'));
      expect((await under.failureOf(change)).message).toContain('readonly');
      await write(database, 'insert into turn_b values (2)');
      expect(await read(database, (session) => cellOf(session, 'select group_concat(a) from turn_b'))).toBe('2');
    });
  });

  it('rolls back what a reader left open', async () => {
    await withDatabase(under, 1, async (database) => {
      await write(database, 'create table turn_c (a)');
      await read(database, async (session) => {
        await session.begin();
        await session.execute('select * from turn_c');
      });
      await write(database, 'insert into turn_c values (1)');
      expect(await read(database, (session) => cellOf(session, 'select count(*) from turn_c'))).toBe('1');
    });
  });

  it.each([
    ['a temporary table', 'create temp table turn_d as select 2 as a'],
    ['a setting', 'pragma case_sensitive_like = on'],
  ])('gives a reader its own connection once %s is left on that of the writer', async (_, statement) => {
    await withDatabase(under, 1, async (database) => {
      await write(database, 'create table if not exists turn_d (a); delete from turn_d; insert into turn_d values (1)');
      await write(database, statement);
      const seen = (session: Session) => cellOf(session, "select max(a) || ('a' like 'A') from turn_d");
      expect(await read(database, seen)).toBe('11');
    });
  });

  it('lets a reader go on beside a writer at work, which another has waited for', async () => {
    await withDatabase(under, 2, async (database) => {
      await write(database, 'create table turn_e (a)');
      const writer = await database.session({ purpose: 'write', label: 'x' });
      await writer.begin();
      await writer.execute('insert into turn_e values (1)');
      expect(await read(database, (session) => cellOf(session, 'select count(*) from turn_e'))).toBe('0');
      await writer.commit();
      await writer.release();
    });
  });

  it('ends with its own signal only, and the writer goes on', async () => {
    await withDatabase(under, 1, async (database) => {
      await write(database, 'create table turn_f (a)');
      const cancel = new AbortController();
      const session = await database.session({ ...reading, signal: cancel.signal });
      const endless = 'with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n';
      const answer = under.failureOf(session.execute(endless));
      setTimeout(() => cancel.abort(), 50);
      expect((await answer).kind).toBe('cancelled');
      await session.release();
      await write(database, 'insert into turn_f values (1)');
      expect(await read(database, (other) => cellOf(other, 'select count(*) from turn_f'))).toBe('1');
    });
  });
});

const reading = { purpose: 'read', label: 'x', takesTurns: true } as const;

async function withDatabase(under: AdapterUnderTest, threads: number, work: (database: Database) => Promise<void>) {
  const database = await under.adapter.open(under.credentials, { threads, applicationName: 'tsdbt' });
  try {
    await work(database);
  } finally {
    await database.close();
  }
}

async function write(database: Database, sql: string): Promise<void> {
  const session = await database.session({ purpose: 'write', label: 'x' });
  await session.execute(sql).finally(() => session.release());
}

async function read<T>(database: Database, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await database.session(reading);
  return work(session).finally(() => session.release());
}

function changesSeen(database: Database): Promise<string> {
  return read(database, (session) => cellOf(session, 'pragma "main".data_version'));
}

async function cellOf(session: Session, sql: string): Promise<string> {
  return String((await session.execute(sql)).rows[0]![0]);
}
