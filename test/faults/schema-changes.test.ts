/**
 * Columns that change under an incremental model. What dbt-core 1.11 with dbt-postgres 1.11 did with the same models on
 * Postgres 15 stands in the comments where tsdbt differs.
 */
import { expect, it } from 'vitest';
import { type AdapterUnderTest, forEachAdapter, forPostgres, forSqlite } from '../conformance/support.js';
import { errorOf, runIncremental, warningsOf } from '../support/execute/incremental-run.js';
import { rowsOf } from '../support/execute/project-run.js';

const keyed = { unique_key: 'id' };

/** A table of the user's rows as an earlier run left it. */
async function standing(under: AdapterUnderTest, name: string, columns: string, ...rows: string[]): Promise<void> {
  await under.withSession(async (session) => {
    await session.execute(`drop table if exists ${under.name(name)}`);
    await session.execute(`create table ${under.name(name)} (${columns})`);
    for (const row of rows) await session.execute(`insert into ${under.name(name)} values (${row})`);
  });
}

async function columnsOf(under: AdapterUnderTest, name: string): Promise<string[]> {
  const columns = await under.withSession((session) =>
    under.adapter.introspector.columns(session, under.relation(name)),
  );
  return columns.map(({ name: column, sqlType, dataType }) => `${column} ${sqlType ?? dataType}`.toLowerCase());
}

const all = (under: AdapterUnderTest, name: string) => rowsOf(under, `select * from ${under.name(name)} order by id`);

forEachAdapter('a column that the batch no longer has', (under) => {
  const prepare = (name: string) =>
    standing(under, name, 'id integer, a integer, gone text', "1, 10, 'x'", "2, 20, 'y'");
  const sql = 'select 1 as id, 11 as a';
  const before = [
    ['1', '10', 'x'],
    ['2', '20', 'y'],
  ];

  it.each(['ignore', 'fail'])('stops the node under %s, names it and changes nothing', async (mode) => {
    await prepare('stops');
    const config = { ...keyed, on_schema_change: mode };
    // dbt under ignore: 'column "gone" does not exist', after the delete; the transaction is rolled back.
    expect(errorOf(await runIncremental(under, 'stops', { sql, config }))).toMatch(
      /^error TSDBT_COLUMNS_CHANGED: .*gone is gone; nothing was changed/,
    );
    expect(await all(under, 'stops')).toEqual(before);
  });

  it('keeps its values under append_new_columns when rows are merged', async () => {
    await prepare('merged');
    const config = { ...keyed, incremental_strategy: 'merge', on_schema_change: 'append_new_columns' };
    const result = await runIncremental(under, 'merged', { sql: `${sql} union all select 3, 30`, config });
    expect(warningsOf(result)).toEqual([]);
    expect(await all(under, 'merged')).toEqual([
      ['1', '11', 'x'],
      ['2', '20', 'y'],
      ['3', '30', 'null'],
    ]);
  });

  it('keeps the values of all rows that are not replaced under append_new_columns, and says whose are lost', async () => {
    await prepare('replaced');
    const config = { ...keyed, on_schema_change: 'append_new_columns' };
    const result = await runIncremental(under, 'replaced', { sql, config });
    // dbt loses the same value and says nothing.
    expect(warningsOf(result)).toEqual([expect.stringMatching(/^TSDBT_COLUMN_VALUES_LOST: .*the table: gone\. Rows/)]);
    expect(await all(under, 'replaced')).toEqual([
      ['1', '11', 'null'],
      ['2', '20', 'y'],
    ]);
    expect(warningsOf(await runIncremental(under, 'replaced', { sql, config }))).toEqual([]);
  });

  it('is dropped only under sync_all_columns, and the result names it', async () => {
    await prepare('dropped');
    const config = { ...keyed, on_schema_change: 'sync_all_columns' };
    const result = await runIncremental(under, 'dropped', { sql, config });
    expect(result).toMatchObject({ status: 'success', message: expect.stringMatching(/, dropped column gone$/) });
    expect(await all(under, 'dropped')).toEqual([
      ['1', '11'],
      ['2', '20'],
    ]);
  });

  it('is not dropped when the database does not list the columns of the batch', async () => {
    await prepare('unlisted');
    const { introspector } = under.adapter;
    const blind: AdapterUnderTest = Object.create(under, {
      adapter: {
        value: {
          ...under.adapter,
          introspector: {
            ...introspector,
            columns: async (...[session, name]: Parameters<typeof introspector.columns>) =>
              name.identifier.includes('batch') ? [] : introspector.columns(session, name),
          },
        },
      },
    });
    const config = { ...keyed, on_schema_change: 'sync_all_columns' };
    expect(errorOf(await runIncremental(blind, 'unlisted', { sql, config }))).toContain('TSDBT_COLUMNS_UNKNOWN');
    expect(await all(under, 'unlisted')).toEqual(before);
  });

  it('stays when the batch fails after the columns were changed', async () => {
    await prepare('rolled_back');
    const hook = { sql: 'select * from not_there', transaction: true };
    const config = { ...keyed, on_schema_change: 'sync_all_columns', 'post-hook': [hook] };
    expect(await runIncremental(under, 'rolled_back', { sql, config })).toMatchObject({ status: 'error' });
    expect(await all(under, 'rolled_back')).toEqual(before);
  });
});

forEachAdapter('a column that is new in the batch', (under) => {
  const prepare = (name: string) => standing(under, name, 'id integer, a integer', '1, 10', '2, 20');
  const sql = 'select 1 as id, 11 as a, cast(\'n\' as varchar(5)) as "New One"';

  it('is left out under ignore, as in dbt', async () => {
    await prepare('ignored');
    expect(await runIncremental(under, 'ignored', { sql, config: keyed })).toMatchObject({ status: 'success' });
    expect(await all(under, 'ignored')).toEqual([
      ['1', '11'],
      ['2', '20'],
    ]);
  });

  it('stops the node under fail', async () => {
    await prepare('failing');
    const config = { ...keyed, on_schema_change: 'fail' };
    expect(errorOf(await runIncremental(under, 'failing', { sql, config }))).toMatch(/New One is new; nothing/);
    expect(await columnsOf(under, 'failing')).toEqual(['id integer', 'a integer']);
  });

  it.each(['append_new_columns', 'sync_all_columns'])('is added under %s, empty for old rows', async (mode) => {
    await prepare('added');
    const config = { ...keyed, on_schema_change: mode };
    const result = await runIncremental(under, 'added', { sql, config });
    expect(result).toMatchObject({ status: 'success', message: expect.stringContaining(', added column New One (') });
    expect(await all(under, 'added')).toEqual([
      ['1', '11', 'n'],
      ['2', '20', 'null'],
    ]);
    const again = await runIncremental(under, 'added', { sql, config });
    expect(again.message).not.toContain('column');
  });

  it('is added by the macro of a project that spells that itself', async () => {
    await prepare('own');
    const macros = `{% macro alter_relation_add_remove_columns(relation, add_columns, remove_columns) %}
      {% do run_query('alter table ' ~ relation ~ ' add column "' ~ add_columns[0].name ~ "\\" varchar(9) default 'own'") %}
    {% endmacro %}`;
    const config = { ...keyed, on_schema_change: 'append_new_columns' };
    expect(await runIncremental(under, 'own', { sql, config, macros })).toMatchObject({ status: 'success' });
    expect(await all(under, 'own')).toEqual([
      ['1', '11', 'n'],
      ['2', '20', 'own'],
    ]);
  });

  it('stops the node when on_schema_change names no mode', async () => {
    await prepare('mistyped');
    const config = { ...keyed, on_schema_change: 'append_new_column' };
    // dbt takes that for ignore and says nothing on the screen.
    expect(errorOf(await runIncremental(under, 'mistyped', { sql, config }))).toMatch(
      /on_schema_change is "append_new_column", expected one of .*Did you mean 'append_new_columns'/,
    );
    expect(await all(under, 'mistyped')).toEqual([
      ['1', '10'],
      ['2', '20'],
    ]);
  });
});

forPostgres('a column that is dropped', (under) => {
  it('is named with what goes with it and needs other columns too', async () => {
    await standing(under, 'taken', 'id integer, a integer, gone integer', '1, 10, 2');
    await under.withSession((session) =>
      session.executeAll([
        'create index on_both on taken (a, gone)',
        'create index stays on taken (a)',
        'alter table taken add constraint positive check (a > 0 or gone > 0)',
        "comment on column taken.gone is 'obvious'",
      ]),
    );
    const config = { ...keyed, on_schema_change: 'sync_all_columns' };
    const result = await runIncremental(under, 'taken', { sql: 'select 1 as id, 11 as a', config });
    expect(result.status).toBe('success');
    expect(result.diagnostics.map(({ code, message }) => [code, message])).toEqual([
      [
        'TSDBT_SETTING_LOST',
        expect.stringMatching(/^The index on_both of .*: it needs a column that was dropped \(gone\)\.$/),
      ],
      ['TSDBT_SETTING_LOST', expect.stringMatching(/^The constraint positive of /)],
    ]);
    expect(await rowsOf(under, "select indexname from pg_indexes where tablename = 'taken'")).toEqual([['stays']]);
  });
});

forPostgres('a column whose type changes', (under) => {
  const prepare = (name: string) =>
    standing(
      under,
      name,
      'id integer, name varchar(3), n integer, amount numeric(5,2)',
      "1, 'a', 1, 1.25",
      "2, 'b', 2, 2.5",
    );
  const longer = "select 1 as id, 'longer'::varchar(8) as name, 5 as n, 7.5::numeric(5,2) as amount";
  const wider = "select 1 as id, 'x'::varchar(3) as name, 5000000000 as n, 12345.125::numeric(8,3) as amount";

  it.each(['ignore', 'fail', 'append_new_columns', 'sync_all_columns'])(
    'gets longer for longer texts under %s',
    async (mode) => {
      await prepare('texts');
      const config = { ...keyed, on_schema_change: mode };
      const result = await runIncremental(under, 'texts', { sql: longer, config });
      expect(result.message).toMatch(/changed column name from character varying\(3\) to character varying\(8\)$/);
      // dbt makes a new column of it, which comes last in the table.
      expect((await columnsOf(under, 'texts'))[1]).toBe('name character varying(8)');
      expect((await all(under, 'texts')).map((row) => row[1])).toEqual(['longer', 'b']);
    },
  );

  it('gets wider under sync_all_columns and keeps every value', async () => {
    await prepare('numbers');
    const config = { ...keyed, on_schema_change: 'sync_all_columns' };
    expect(await runIncremental(under, 'numbers', { sql: wider, config })).toMatchObject({ status: 'success' });
    expect(await columnsOf(under, 'numbers')).toEqual([
      'id integer',
      'name character varying(3)',
      'n bigint',
      'amount numeric(8,3)',
    ]);
    expect(await all(under, 'numbers')).toEqual([
      ['1', 'x', '5000000000', '12345.125'],
      ['2', 'b', '2', '2.500'],
    ]);
  });

  it.each(['ignore', 'append_new_columns'])(
    'stays under %s; what does not fit is refused and nothing is lost',
    async (mode) => {
      await prepare('stays');
      const config = { ...keyed, on_schema_change: mode };
      const result = await runIncremental(under, 'stays', { sql: wider, config });
      // As dbt: 'integer out of range'.
      expect(errorOf(result)).toContain('out of range');
      expect(await all(under, 'stays')).toEqual([
        ['1', 'a', '1', '1.25'],
        ['2', 'b', '2', '2.50'],
      ]);
      const fitting = "select 1 as id, 'x'::varchar(3) as name, 5::bigint as n, 1.126 as amount";
      const rounded = await runIncremental(under, 'stays', { sql: fitting, config });
      expect(warningsOf(rounded)).toEqual([
        expect.stringMatching(
          /^TSDBT_COLUMN_TYPE_DIFFERS: .*n \(bigint into integer\), amount \(numeric into numeric\(5,2\)\)/,
        ),
      ]);
    },
  );

  it('is never made narrower: the table keeps its type, which holds what comes', async () => {
    await standing(under, 'narrow', 'id integer, n bigint, name text', "1, 5000000000, 'a long text'");
    const config = { ...keyed, on_schema_change: 'sync_all_columns' };
    const sql = "select 2 as id, 7 as n, 'b'::varchar(3) as name";
    // dbt casts the column to integer: 'integer out of range' here, lost digits for numerics.
    expect(await runIncremental(under, 'narrow', { sql, config })).toMatchObject({ status: 'success' });
    expect(await all(under, 'narrow')).toEqual([
      ['1', '5000000000', 'a long text'],
      ['2', '7', 'b'],
    ]);
  });

  it.each([
    ['integer', 'boolean', 'true'],
    ['numeric(10,4)', 'numeric(10,2)', '1'],
    ['timestamp', 'timestamptz', 'now()'],
    ['double precision', 'numeric', '1.5'],
  ])('from %s to %s is refused under sync_all_columns or leaves the values alone', async (before, after, value) => {
    const example = before === 'timestamp' ? "'2026-01-01 10:00:00'" : '3';
    await standing(under, 'risky', `id integer, v ${before}`, `1, ${example}`);
    const [[old]] = await rowsOf(under, `select v::text from ${under.name('risky')}`);
    const config = { ...keyed, on_schema_change: 'sync_all_columns' };
    const result = await runIncremental(under, 'risky', { sql: `select 2 as id, ${value}::${after} as v`, config });
    if (result.status === 'error')
      expect(errorOf(result)).toMatch(/TSDBT_COLUMN_TYPE_UNSAFE: .*v is .*could lose values/);
    expect(await rowsOf(under, `select v::text from ${under.name('risky')} where id = 1`)).toEqual([[old]]);
  });

  it('keeps views that read it, whoever made them', async () => {
    await prepare('viewed');
    await under.withSession(async (session) => {
      await session.execute(`create view inner_view as select id, n from ${under.name('viewed')}`);
      await session.execute('create view outer_view as select n from inner_view');
    });
    const config = { ...keyed, on_schema_change: 'sync_all_columns' };
    // dbt makes a new column and drops the old one by cascade: both views are gone, and indexes on it.
    expect(await runIncremental(under, 'viewed', { sql: wider, config })).toMatchObject({ status: 'success' });
    expect(await rowsOf(under, 'select n from outer_view order by 1')).toEqual([['2'], ['5000000000']]);
    await under.withSession((session) => session.execute('drop view inner_view cascade'));
  });

  it('does not take a view away that reads a dropped column: the node names it and changes nothing', async () => {
    await prepare('blocked');
    await under.withSession((session) =>
      session.execute(`create view reads_name as select name from ${under.name('blocked')}`),
    );
    const config = { ...keyed, on_schema_change: 'sync_all_columns' };
    const sql = 'select 1 as id, 5 as n, 1::numeric(5,2) as amount';
    // As dbt: 'cannot drop column name of table ... because other objects depend on it'.
    expect(errorOf(await runIncremental(under, 'blocked', { sql, config }))).toMatch(
      /TSDBT_DEPENDENT_BLOCKS.*reads_name/,
    );
    expect(await rowsOf(under, 'select name from reads_name order by 1')).toEqual([['a'], ['b']]);
    await under.withSession((session) => session.execute('drop view reads_name'));
  });

  it('does not take a materialized view away that reads it: the node names it and changes nothing', async () => {
    await prepare('materialized');
    const create = `create materialized view kept_numbers as select n from ${under.name('materialized')}`;
    await under.withSession((session) => session.execute(create));
    const config = { ...keyed, on_schema_change: 'sync_all_columns' };
    const result = await runIncremental(under, 'materialized', { sql: wider, config });
    expect(result.status).toBe('error');
    expect(JSON.stringify(result.diagnostics)).toContain('kept_numbers');
    expect(await rowsOf(under, 'select n from kept_numbers order by 1')).toEqual([['1'], ['2']]);
    expect((await columnsOf(under, 'materialized'))[2]).toBe('n integer');
  });

  it('waits for readers of the table without holding up others, and names them when they do not end', async () => {
    await prepare('read');
    const config = { ...keyed, on_schema_change: 'append_new_columns' };
    const sql = "select 1 as id, 'x' as name, 5 as n, 1.5 as amount, true as added";
    await under.withSession(async (reader) => {
      await reader.begin();
      await reader.execute(`select count(*) from ${under.name('read')}`);
      expect(errorOf(await runIncremental(under, 'read', { sql, config }))).toMatch(
        /TSDBT_RELATION_LOCKED.*process \d+/,
      );
      const running = runIncremental(under, 'read', { sql, config });
      for (let poll = 0; poll < 10; poll++) {
        const started = performance.now();
        expect(await rowsOf(under, `select count(*) from ${under.name('read')}`)).toEqual([['2']]);
        expect(performance.now() - started).toBeLessThan(500);
      }
      await reader.commit();
      expect(errorOf(await running)).toMatch(/^success/);
    });
    expect((await columnsOf(under, 'read')).at(-1)).toBe('added boolean');
  });

  it('adds columns of every type with their whole type', async () => {
    await under.withSession((session) => session.execute("create type mood as enum ('ok')"));
    await standing(under, 'typed', 'id integer', '1');
    const sql = `select 2 as id, array[1, 2] as list, 'ok'::mood as mood, b'101'::bit(3) as bits,
      '2026-01-01 10:00:00.123'::timestamp(3) as at, 'x'::char(4) as code, 1.5::numeric(6,2) as amount, '{}'::jsonb as doc`;
    const config = { ...keyed, on_schema_change: 'append_new_columns' };
    // dbt fails for arrays and enums, makes bit(1) of bit(3), and loses the precision of the time and the padding of the code.
    expect(await runIncremental(under, 'typed', { sql, config })).toMatchObject({ status: 'success' });
    expect(await columnsOf(under, 'typed')).toEqual([
      'id integer',
      'list integer[]',
      'mood mood',
      'bits bit(3)',
      'at timestamp(3) without time zone',
      'code character(4)',
      'amount numeric(6,2)',
      'doc jsonb',
    ]);
  });
});

forSqlite('columns of SQLite', (under) => {
  it('that text would be turned into numbers in stop the node under sync_all_columns, with a warning otherwise', async () => {
    const sql = "select 2 as id, cast('x' as text) as code";
    await standing(under, 'codes', 'id integer, code int', '1, 7');
    const sync = { ...keyed, on_schema_change: 'sync_all_columns' };
    expect(errorOf(await runIncremental(under, 'codes', { sql, config: sync }))).toMatch(
      /TSDBT_COLUMN_TYPE_UNSAFE: .*code is INT in the table and TEXT in the batch.*cannot change the type/,
    );
    expect(await all(under, 'codes')).toEqual([['1', '7']]);
    expect(warningsOf(await runIncremental(under, 'codes', { sql, config: keyed }))).toEqual([
      expect.stringContaining('code (TEXT into INT)'),
    ]);
  });

  it('that have an index or a view on them are not dropped: the node says why and changes nothing', async () => {
    await standing(under, 'indexed', 'id integer, a integer, kept text', "1, 10, 'x'");
    const make = (sql: string) => under.withSession((session) => session.execute(sql));
    await make('create index kept_index on indexed (kept)');
    const config = { ...keyed, on_schema_change: 'sync_all_columns' };
    const sql = 'select 1 as id, 11 as a';
    expect(errorOf(await runIncremental(under, 'indexed', { sql, config }))).toMatch(/kept_index.*nothing was changed/);
    await make('drop index kept_index');
    await make('create view reads_kept as select kept from indexed');
    expect(errorOf(await runIncremental(under, 'indexed', { sql, config }))).toMatch(
      /"indexed" was not changed because .*reads_kept.* depends on it: it could no longer be read/,
    );
    expect(await rowsOf(under, 'select kept from reads_kept')).toEqual([['x']]);
    expect(await all(under, 'indexed')).toEqual([['1', '10', 'x']]);
    const dropped = await runIncremental(under, 'indexed', { sql, config, options: { allowDropDependents: true } });
    expect(warningsOf(dropped)).toEqual([expect.stringMatching(/reads_kept" was dropped/)]);
    expect(await all(under, 'indexed')).toEqual([['1', '11']]);
  });

  it('are the same whatever the case of their names', async () => {
    await standing(under, 'cased', 'Id integer, Name text', "1, 'a'");
    const config = { ...keyed, on_schema_change: 'sync_all_columns' };
    const result = await runIncremental(under, 'cased', { sql: "select 1 as ID, 'b' as name", config });
    expect(result).toMatchObject({ status: 'success' });
    expect(result.message).not.toContain('column');
    expect(await all(under, 'cased')).toEqual([['1', 'b']]);
  });
});
