/** Questions to the catalog: what is there, under which name and type, and what depends on it. */
import { expect, it } from 'vitest';
import type { Session } from '../../core/adapter/database.js';
import { type AdapterUnderTest, forEachAdapter, forPostgres, forSqlite } from './support.js';

function run(under: AdapterUnderTest, ...statements: readonly string[]) {
  return under.withSession((session) => session.executeAll(statements));
}

forEachAdapter('introspector', (under) => {
  const { introspector } = under.adapter;

  it('lists tables and views with their exact names', async () => {
    const odd = under.relation('Odd "name" ü');
    await run(
      under,
      `create table ${under.name('t1')} (a integer)`,
      `create view ${under.name('v1')} as select * from ${under.name('t1')}`,
      `create table ${under.name('Odd "name" ü')} (a integer)`,
    );
    const found = await under.withSession(
      (session) => introspector.relations(session, [odd.schema, 'no such schema']),
      'read',
    );
    const part = { database: odd.database, schema: odd.schema };
    expect(found).toHaveLength(3);
    expect(found).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ...part, identifier: 't1', type: 'table' }),
        expect.objectContaining({ ...part, identifier: 'v1', type: 'view' }),
        expect.objectContaining({ ...part, identifier: 'Odd "name" ü', type: 'table' }),
      ]),
    );
    expect(await under.withSession((session) => introspector.relations(session, []))).toEqual([]);
  });

  it('finds one relation, or none', async () => {
    await under.withSession(async (session) => {
      expect(await introspector.relation(session, under.relation('v1'))).toMatchObject({
        identifier: 'v1',
        type: 'view',
      });
      expect(await introspector.relation(session, under.relation("it's absent"))).toBeNull();
    });
  });

  it('sees what its own transaction has made', async () => {
    await under.withSession(async (session) => {
      await session.begin();
      await session.execute(`create table ${under.name('uncommitted')} (a integer)`);
      expect(await introspector.relation(session, under.relation('uncommitted'))).not.toBeNull();
    });
  });

  it('throws when it cannot answer, rather than saying that nothing is there', async () => {
    const session = await under.database.session({ purpose: 'write', label: 'x' });
    const gone = under.failureOf(
      session.execute('with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n', {
        signal: AbortSignal.timeout(100),
      }),
    );
    await gone;
    await session.release();
    await expect(introspector.relation(session, under.relation('t1'))).rejects.toThrow();
    await expect(introspector.relations(session, [under.relation('t1').schema])).rejects.toThrow();
    await expect(introspector.columns(session, under.relation('t1'))).rejects.toThrow();
  });

  it('finds no dependents of a relation that has none', async () => {
    expect(await under.withSession((session) => introspector.dependents(session, under.relation('v1')))).toEqual([]);
  });
});

forSqlite('introspector details', (under) => {
  const { introspector } = under.adapter;

  it('shows columns as declared, of tables and views, generated ones too', async () => {
    await run(
      under,
      'create table typed (a decimal(10,2), "B b" varchar(20), c, d integer generated always as (a * 2))',
      'create view typed_view as select a, a + 1 as e from typed',
    );
    await under.withSession(async (session) => {
      const columns = await introspector.columns(session, under.relation('TYPED'));
      expect(columns.map(({ name, dataType }) => [name, dataType])).toEqual([
        ['a', 'decimal(10,2)'],
        ['B b', 'varchar(20)'],
        ['c', 'UNKNOWN'],
        ['d', 'INTEGER'],
      ]);
      const ofView = await introspector.columns(session, under.relation('typed_view'));
      expect(ofView.map(({ name }) => name)).toEqual(['a', 'e']);
      expect(await introspector.columns(session, under.relation('absent'))).toEqual([]);
    });
  });

  it('looks a name without a schema up as SQLite does: temporary tables first, without regard to case', async () => {
    await under.withSession(async (session) => {
      await session.execute('create temp table typed (z text)');
      expect(await introspector.columns(session, under.relation('typed'))).toMatchObject([{ name: 'z' }]);
      await session.execute('drop table temp.typed');
      expect(await introspector.relation(session, under.relation('TYPED'))).toMatchObject({ identifier: 'typed' });
    });
  });

  it('names its schemas', async () => {
    expect(await under.withSession((session) => introspector.schemas(session))).toEqual(['main']);
  });
});

forPostgres('introspector details', (under) => {
  const { introspector } = under.adapter;

  it('lists every kind of relation', async () => {
    await run(
      under,
      'create schema kinds',
      'create table kinds.t (a int) partition by range (a)',
      'create table kinds.p partition of kinds.t for values from (1) to (2)',
      'create materialized view kinds.m as select 1 as a',
      'create unlogged table kinds.u (a int)',
      'create extension file_fdw',
      'create server files foreign data wrapper file_fdw',
      "create foreign table kinds.f (a int) server files options (filename '/dev/null')",
      'create index i on kinds.u (a)',
      'create sequence kinds.s',
    );
    const found = await under.withSession((session) => introspector.relations(session, ['kinds']));
    expect(found.map(({ identifier, type }) => [identifier, type])).toEqual([
      ['f', 'external'],
      ['m', 'materialized_view'],
      ['p', 'table'],
      ['t', 'table'],
      ['u', 'table'],
    ]);
    expect(found[0]!.database).toBe(under.credentials.database);
    expect(await under.withSession((session) => introspector.schemas(session))).toEqual(
      expect.arrayContaining(['kinds', 'public']),
    );
  });

  it('says who owns a relation, whether the connected role may replace it, and whether it is partitioned', async () => {
    await run(
      under,
      'create schema held',
      'create table held.parts (a int) partition by range (a)',
      'create view held.other as select 1 as a',
      'create role "Other role"',
      'alter view held.other owner to "Other role"',
      'create role mere',
      'grant usage on schema held to mere',
    );
    const held = (session: Session) => introspector.relations(session, ['held']);
    const found = await under.withSession(held);
    expect(found.map(({ holding }) => holding)).toEqual([
      { owner: 'Other role', mayReplace: true, isPartitioned: false },
      { owner: 'postgres', mayReplace: true, isPartitioned: true },
    ]);
    const mere = await under.withSession(async (session) => {
      await session.begin();
      await session.execute('set local role mere');
      return held(session);
    });
    expect(mere.map(({ holding }) => holding?.mayReplace)).toEqual([false, false]);
    await run(under, 'drop schema held cascade', 'drop role mere', 'drop role "Other role"');
  });

  it('spells types as information_schema does, with size, precision and scale, of every kind of relation', async () => {
    await run(
      under,
      'create schema cols',
      "create type cols.mood as enum ('ok')",
      'create domain cols.code as varchar(4)',
      `create table cols.t (a int, b bigint, c varchar(20), d numeric(10,2), e numeric, f text, g timestamptz(3),
        h char(3), i int[], j cols.mood, k cols.code, l double precision, m timestamp, n date, o bool, p jsonb, q varchar, r bytea)`,
      'alter table cols.t drop column r',
      'create materialized view cols.m as select c, d from cols.t',
    );
    await under.withSession(async (session) => {
      const { rows } =
        await session.execute(`select column_name, data_type, character_maximum_length, numeric_precision, numeric_scale
        from information_schema.columns where table_schema = 'cols' and table_name = 't' order by ordinal_position`);
      const relation = { ...under.relation('t'), schema: 'cols' };
      const columns = await introspector.columns(session, relation);
      const asRows = columns.map(({ sqlType, ...column }) => Object.values(column));
      expect(asRows).toEqual(rows.map((row) => row.map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell))));
      expect(asRows).toHaveLength(17);
      expect(columns[2]).toEqual({
        name: 'c',
        dataType: 'character varying',
        sqlType: 'character varying(20)',
        charSize: 20,
        numericPrecision: null,
        numericScale: null,
      });
      expect(columns.slice(6, 11).map(({ sqlType }) => sqlType)).toEqual([
        'timestamp(3) with time zone',
        'character(3)',
        'integer[]',
        'cols.mood',
        'cols.code',
      ]);
      expect(await introspector.columns(session, { ...relation, identifier: 'm' })).toEqual(columns.slice(2, 4));
    });
  });

  it('finds the columns that whole indexes of tables begin with, of tables that are large enough', async () => {
    await under.withSession(async (session) => {
      await session.execute(
        `create table ${under.name('Indexed')} (id integer unique, a integer, b integer, c integer)`,
      );
      await session.execute(`create index indexed_ab on ${under.name('Indexed')} (a, b)`);
      await session.execute(`create index indexed_c on ${under.name('Indexed')} (c) where c > 1`);
      await session.execute(`create index indexed_sum on ${under.name('Indexed')} ((a + b))`);
      await session.execute(`create table ${under.name('unindexed')} (a integer)`);
      const names = ['Indexed', 'unindexed', 'not_there'].map((name) => under.relation(name));
      const found = await under.adapter.introspector.indexedColumns(session, names, 0);
      expect(found.map(({ relation, column }) => `${relation.identifier} ${column}`).sort()).toEqual([
        'Indexed a',
        'Indexed id',
      ]);
      expect(await under.adapter.introspector.indexedColumns(session, names, 2 ** 40)).toEqual([]);
      expect(await under.adapter.introspector.indexedColumns(session, [], 0)).toEqual([]);
    });
  });
});
