/** What `describe` says of a table before it is made is what the catalog says of it afterwards, and asking changes nothing. */
import { expect, it } from 'vitest';
import { type AdapterUnderTest, forEachAdapter, forPostgres, forSqlite } from './support.js';

const queries = {
  sqlite: [
    `select 1 as whole, 1.5 as half, 'x' as word, null as none, cast('1' as integer) as "Odd ""name", cast(1 as numeric) as n,
       date('now') as d, x'00' as b`,
    'with c as (select * from things) select id, label, amount + 1 as more, count(*) over () as n from c -- a comment',
    'select * from seen',
  ],
  postgres: [
    `select 1 as whole, 1.5 as half, 'x' as word, null as none, cast('1' as varchar(7)) as "Odd ""name",
       cast(1 as numeric(10,2)) as n, now() as at, array[1, 2] as list, cast('x' as char(3)) as c, '{}'::jsonb as j, 1::bit(3) as bits,
       interval '1 day' as i, '2026-01-01'::timestamp(3) as t where false`,
    'with c as (select * from things) select id, label, amount + 1 as more, mood, short, count(*) over () as n from c -- a comment',
    'select * from seen',
  ],
};

const things = {
  sqlite: 'create table things (id integer primary key, label varchar(20), amount decimal(10, 2), raw)',
  postgres: `create type mood as enum ('good', 'bad'); create domain short as varchar(4);
    create table things (id integer, label varchar(20), amount numeric(10, 2), mood mood, short short)`,
};

type Kind = keyof typeof queries;

forEachAdapter('describe', (under: AdapterUnderTest) => {
  const { introspector } = under.adapter;
  const kind = under.adapter.type as Kind;

  it('says of a query what a table made from it has', async () => {
    await under.withSession(async (session) => {
      await session.execute(things[kind]);
      await session.execute('create view seen as select id, label, amount as total from things');
    });
    for (const [index, query] of queries[kind].entries()) {
      const name = `made_${index}`;
      const described = await under.withSession((session) => introspector.describe(session, { query }), 'preview');
      const made = await under.withSession(async (session) => {
        await session.execute(`create table ${under.name(name)} as ${query}`);
        return introspector.columns(session, under.relation(name));
      });
      expect(described).toEqual(made);
    }
  });

  it('says of columns with types what a table of them has', async () => {
    const columns = [
      { name: 'Id', type: under.adapter.dialect.seedType('integer') },
      { name: under.adapter.dialect.quoteIdentifier('Total "x"'), type: 'varchar(12)' },
      { name: 'at', type: under.adapter.dialect.seedType('datetime') },
    ];
    const described = await under.withSession((session) => introspector.describe(session, { columns }), 'preview');
    const made = await under.withSession(async (session) => {
      const list = columns.map(({ name, type }) => `${name} ${type}`).join(', ');
      await session.execute(`create table ${under.name('listed')} (${list})`);
      return introspector.columns(session, under.relation('listed'));
    });
    expect(described).toEqual(made);
  });

  it('throws for a query that the database refuses, and the session can ask on', async () => {
    await under.withSession(async (session) => {
      const wrong = introspector.describe(session, { query: 'select a from no_such_table' });
      expect((await under.failureOf(wrong)).kind).toBe('missing_relation');
      const several = introspector.describe(session, { query: 'select 1) ; drop table things; select (1' });
      await expect(several).rejects.toThrow();
      expect((await introspector.describe(session, { query: 'select 1 as a' })).map(({ name }) => name)).toEqual(['a']);
    }, 'preview');
  });
});

forEachAdapter('a session for previews', (under: AdapterUnderTest) => {
  it('refuses every change, also after a query was described and after a transaction of its own', async () => {
    await under.withSession((session) => session.execute(`create table ${under.name('kept')} (a integer)`));
    await under.withSession(async (session) => {
      await under.adapter.introspector.describe(session, { query: 'select 1 as a' });
      await session.execute('begin');
      await session.execute('commit');
      for (const sql of [
        `insert into ${under.name('kept')} values (1)`,
        `create table ${under.name('other')} (a integer)`,
        `create view ${under.name('other')} as select 1 as a`,
        `drop table ${under.name('kept')}`,
      ]) {
        await expect(session.execute(sql)).rejects.toThrow(/read-?only/i);
      }
      const { rows } = await session.execute(`select * from ${under.name('kept')}`);
      expect(rows).toEqual([]);
    }, 'preview');
    await under.withSession((session) => session.execute(`insert into ${under.name('kept')} values (1)`));
  });
});

forPostgres('a connection that served a preview', (under: AdapterUnderTest) => {
  it('may write again', async () => {
    for (let index = 0; index < 8; index++) {
      await under.withSession((session) => session.execute('select 1'), 'preview');
      await under.withSession((session) => session.execute(`create table w${index} (a integer)`));
    }
  });
});

forSqlite('a preview of a file that does not exist', (under: AdapterUnderTest) => {
  it('finds nothing and makes no file', async () => {
    const { existsSync } = await import('node:fs');
    const path = `${under.folder}/missing.sqlite`;
    const database = await under.adapter.open(under.credentialsWith({ path }), { threads: 1, applicationName: 'test' });
    const session = await database.session({ purpose: 'preview', label: 'x' });
    expect(await under.adapter.introspector.relations(session, [null])).toEqual([]);
    const described = await under.adapter.introspector.describe(session, { query: 'select 1 as a' });
    expect(described.map(({ name }) => name)).toEqual(['a']);
    await session.release();
    await database.close();
    expect(existsSync(path)).toBe(false);
  });
});
