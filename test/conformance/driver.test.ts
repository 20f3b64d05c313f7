/** What every driver must do: sessions, statements, transactions, cancelling, reading with limits. */
import { expect, it } from 'vitest';
import { forEachAdapter } from './support.js';

forEachAdapter('driver', (under) => {
  it('answers columns, rows and the database version', async () => {
    const result = await under.withSession((session) => session.execute("select 1 as a, 'x' as b, null as c"));
    expect(result.columns.map((column) => column.name)).toEqual(['a', 'b', 'c']);
    expect(result.rows).toEqual([[1n, 'x', null]]);
    expect(await under.database.version()).toMatch(/^(PostgreSQL \d+\.\d+|SQLite 3\.\d+\.\d+)$/);
  });

  it('answers the last of several statements, also when strings and comments hold semicolons', async () => {
    const sql = "select 1 as a; -- one; two\nselect ';' as b /* ; */;\n select 'it''s; ' || 'x' as c;\n-- end;";
    const result = await under.withSession((session) => session.execute(sql));
    expect(result.rows).toEqual([["it's; x"]]);
  });

  it('runs a text that holds no statement', async () => {
    const result = await under.withSession((session) => session.execute('-- nothing\n'));
    expect(result.rows).toEqual([]);
  });

  it('answers one result for each of several statements', async () => {
    await under.withSession(async (session) => {
      for (const isInside of [false, true]) {
        if (isInside) await session.begin();
        const results = await session.executeAll(['select 1', '-- none', 'select 2; select 3', 'select 4 -- end']);
        expect(results.map((result) => result.rows[0]?.[0])).toEqual([1n, undefined, 3n, 4n]);
      }
    });
  });

  it('counts the rows that a statement touched', async () => {
    const t = under.name('counted');
    await under.withSession(async (session) => {
      const created = await session.execute(`create table ${t} as select 1 as a union all select 2`);
      expect(created.rowsAffected).toBe(2);
      expect((await session.execute(`insert into ${t} values (3)`)).rowsAffected).toBe(1);
      expect((await session.execute(`update ${t} set a = a + 1`)).rowsAffected).toBe(3);
      expect((await session.execute(`delete from ${t} where a > 2`)).rowsAffected).toBe(2);
      expect((await session.execute(`drop table ${t}`)).rowsAffected).toBeNull();
    });
  });

  it('stops reading after maxRows', async () => {
    const endless = 'with recursive n(i) as (select 1 union all select i + 1 from n) select i from n';
    await under.withSession(async (session) => {
      expect((await session.execute(endless, { maxRows: 3 })).rows).toEqual([[1n], [2n], [3n]]);
      expect((await session.execute('select 1; select 2 union all select 3 order by 1', { maxRows: 1 })).rows).toEqual([
        [2n],
      ]);
      expect((await session.execute('select 1 as a', { maxRows: 5 })).rows).toEqual([[1n]]);
      expect((await session.execute('select 1 as a', { maxRows: 0 })).rows).toEqual([]);
    });
  });

  it('opens a transaction in the message of its first statement', async () => {
    const t = under.name('begun');
    await under.withSession(async (session) => {
      await session.execute(`create table ${t} (a integer)`);
      const inserted = await session.execute(`insert into ${t} values (1)`, { begins: true });
      expect([inserted.rowsAffected, session.inTransaction]).toEqual([1, true]);
      await session.rollback();
      const results = await session.executeAll([`insert into ${t} values (2)`, 'select 7'], { begins: true });
      expect(results.map(({ rows }) => rows)).toEqual([[], [[7n]]]);
      await session.commit();
      expect((await session.execute(`select a from ${t}`, { begins: true, maxRows: 1 })).rows).toEqual([[2n]]);
      await session.rollback();
      const [last] = await session.commit([`insert into ${t} values (3)`], { begins: true });
      expect([last!.rowsAffected, session.inTransaction]).toEqual([1, false]);
      expect((await session.execute(`select a from ${t} order by a`)).rows).toEqual([[2n], [3n]]);
    });
  });

  it('leaves no transaction open after a first statement that fails and a rollback', async () => {
    const t = under.name('not_begun');
    await under.withSession(async (session) => {
      for (const bad of ['select * from not_there', 'selec 1']) {
        const failure = await under.failureOf(session.executeAll(['select 1', bad], { begins: true }));
        expect(failure.statementIndex).toBe(1);
        await session.rollback();
        expect(session.inTransaction).toBe(false);
      }
      await session.execute(`create table ${t} (a integer)`);
    });
    expect((await under.withSession((session) => session.execute(`select a from ${t}`))).rows).toEqual([]);
  });

  it('keeps the last statements of a transaction with its commit, or none of it', async () => {
    const t = under.name('kept_together');
    await under.withSession(async (session) => {
      await session.execute(`create table ${t} (a integer primary key)`);
      await session.begin();
      await session.execute(`insert into ${t} values (1)`);
      await session.commit([`insert into ${t} values (2)`, `insert into ${t} values (3) -- last`]);
      expect(session.inTransaction).toBe(false);
      await session.begin();
      await session.execute(`insert into ${t} values (4)`);
      const failure = await under.failureOf(session.commit([`insert into ${t} values (1)`]));
      expect(failure.kind).toBe('constraint');
      await session.rollback();
      expect((await session.execute(`select a from ${t} order by a`)).rows).toEqual([[1n], [2n], [3n]]);
    });
  });

  it('never answers a commit that did not keep what was done', async () => {
    const t = under.name('kept_or_said');
    await under.withSession(async (session) => {
      await session.begin();
      await session.execute(`create table ${t} (a integer)`);
      await session.execute('select * from not_there').catch(() => {});
      const isCommitted = await session.commit().then(
        () => true,
        () => false,
      );
      const isThere = await session.execute(`select * from ${t}`).then(
        () => true,
        () => false,
      );
      expect(isThere).toBe(isCommitted);
    });
  });

  it('rolls back tables and rows together', async () => {
    const t = under.name('rolled_back');
    await under.withSession(async (session) => {
      expect(session.inTransaction).toBe(false);
      await session.begin();
      expect(session.inTransaction).toBe(true);
      await session.execute(`create table ${t} (a integer); insert into ${t} values (1)`);
      await session.rollback();
      expect(session.inTransaction).toBe(false);
      await session.rollback();
      expect(await under.adapter.introspector.relation(session, under.relation('rolled_back'))).toBeNull();
    });
  });

  it('rolls back what is open when a session is released', async () => {
    const t = under.name('left_open');
    await under.withSession(async (session) => {
      await session.begin();
      await session.execute(`create table ${t} (a integer)`);
    });
    const found = await under.withSession((session) =>
      under.adapter.introspector.relation(session, under.relation('left_open')),
    );
    expect(found).toBeNull();
  });

  it('shows committed rows to a reading session beside the writer', async () => {
    const t = under.name('beside');
    await under.withSession(async (writer) => {
      await writer.execute(`create table ${t} (a integer)`);
      await under.withSession(async (reader) => {
        await writer.begin();
        await writer.execute(`insert into ${t} values (1)`);
        expect((await reader.execute(`select count(*) from ${t}`)).rows).toEqual([[0n]]);
        await writer.commit();
        expect((await reader.execute(`select count(*) from ${t}`)).rows).toEqual([[1n]]);
      }, 'read');
    });
  });
});
