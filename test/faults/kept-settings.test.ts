/** What people set by hand on a model is kept over a rebuild, or named in a warning. */
import { expect, it } from 'vitest';
import type { NodeResult } from '../../core/results/node-result.js';
import { type AdapterUnderTest, forEachAdapter, forPostgres, forSqlite } from '../conformance/support.js';
import { placed, rowsOf, runProject } from '../support/execute/project-run.js';
import { modelNode } from '../support/manifest.js';

interface Build {
  readonly sql: string;
  readonly config?: object;
  readonly fullRefresh?: boolean;
}

async function build(
  under: AdapterUnderTest,
  name: string,
  { sql, config = {}, fullRefresh = false }: Build,
): Promise<NodeResult> {
  const node = placed(under, modelNode(name, { rawCode: sql, config: { materialized: 'table', ...config } }));
  const { results } = await runProject(under, [node], { command: 'run', options: { fullRefresh } });
  return results.get(name)!;
}

const execute = (under: AdapterUnderTest, ...statements: string[]) =>
  under.withSession((session) => session.executeAll(statements));

const lostOf = ({ diagnostics }: NodeResult) =>
  diagnostics.filter(({ code }) => code === 'TSDBT_SETTING_LOST').map(({ message }) => message);

forSqlite('settings', (under) => {
  it('keeps indexes and triggers, of views too, and names what no longer fits', async () => {
    await build(under, 't', { sql: 'select 1 as a, 2 as b', config: { indexes: [{ columns: ['a'] }] } });
    await build(under, 'v', { sql: 'select 1 as a', config: { materialized: 'view' } });
    await execute(
      under,
      'create table log (line text)',
      'create unique index by_a on t (a)',
      'create index by_b on t (b)',
      "create trigger gone_column after insert on t begin insert into log values ('b ' || new.b); end",
      "create trigger [odd name] after delete on t begin insert into log values ('out ' || old.a); end",
      "create trigger told after insert on t begin insert into log values ('in ' || new.a); end",
      "create trigger instead_of instead of insert on v begin insert into log values ('view ' || new.a); end",
    );
    const result = await build(under, 't', { sql: 'select 3 as a', config: { indexes: [{ columns: ['a'] }] } });
    expect(result.status).toBe('success');
    expect(lostOf(result)).toEqual([
      expect.stringContaining('index by_b'),
      expect.stringMatching(/trigger gone_column.*new\.b/),
    ]);
    expect(await build(under, 'v', { sql: 'select 5 as z, 6 as a', config: { materialized: 'view' } })).toMatchObject({
      status: 'success',
      diagnostics: [],
    });
    await execute(under, 'insert into t values (4)', 'delete from t where a = 4', 'insert into v (a) values (7)');
    expect(await rowsOf(under, 'select line from log order by 1')).toEqual([['in 4'], ['out 4'], ['view 7']]);
    const named = "select name from sqlite_master where type = 'index' and name in ('by_a', 'by_b')";
    expect(await rowsOf(under, named)).toEqual([['by_a']]);
    expect(await rowsOf(under, "select count(*) from sqlite_master where type = 'index' and tbl_name = 't'")).toEqual([
      ['2'],
    ]);
  });
});

forEachAdapter('settings', (under) => {
  it('leaves indexes to hooks that may make them, and names one that they did not make', async () => {
    const hook = `create index hook_index on ${under.name('hooked')} (a)`;
    const config = { 'post-hook': [{ sql: hook, transaction: true }] };
    for (let run = 0; run < 3; run++) {
      expect(await build(under, 'hooked', { sql: 'select 1 as a, 2 as b', config })).toMatchObject({
        status: 'success',
        diagnostics: [],
      });
    }
    await execute(under, `create index by_hand on ${under.name('hooked')} (b)`);
    const result = await build(under, 'hooked', { sql: 'select 1 as a, 2 as b', config });
    expect(result.status).toBe('success');
    expect(lostOf(result)).toEqual([expect.stringContaining('by_hand')]);
  });

  it('keeps what was set through a failure on the last row: rows, indexes and comments are those of before', async () => {
    const failing =
      under.adapter.type === 'postgres'
        ? 'select 1 / (3 - x) as a from generate_series(1, 3) x'
        : 'select abs(case x when 3 then -9223372036854775807 - 1 else x end) as a from (values (1), (2), (3)) v(x)';
    const sql =
      under.adapter.type === 'postgres'
        ? failing
        : failing.replace('(values (1), (2), (3)) v(x)', '(select 1 as x union all select 2 union all select 3)');
    for (const materialized of ['table', 'incremental']) {
      const name = `last_row_${materialized}`;
      await build(under, name, { sql: 'select 7 as a', config: { materialized } });
      await execute(under, `create index ${name}_hand on ${under.name(name)} (a)`);
      const result = await build(under, name, { sql, config: { materialized }, fullRefresh: true });
      expect(result.status).toBe('error');
      expect(await rowsOf(under, `select a from ${under.name(name)}`)).toEqual([['7']]);
      const columns = await under.withSession((session) =>
        under.adapter.introspector.handMade(session, under.relation(name), under.relation(name)),
      );
      expect(columns.map(({ what }) => what)).toContain(`index ${name}_hand`);
    }
  });
});

/** All that the catalog says of a table, object ids and its own row counts left out. */
const pictureQuery = (name: string): string => `
select jsonb_pretty(jsonb_build_object(
  'relation', (select jsonb_build_array(c.reloptions, c.relreplident, c.relrowsecurity, c.relforcerowsecurity,
    pg_get_userbyid(c.relowner), obj_description(c.oid, 'pg_class'),
    (select t.reloptions from pg_class t where t.oid = c.reltoastrelid))),
  'acl', (select jsonb_agg(a order by a) from (select grantee::regrole::text || privilege_type || is_grantable as a from aclexplode(c.relacl)) x),
  'columns', (select jsonb_agg(jsonb_build_array(attname, attacl::text, col_description(c.oid, attnum), pg_get_expr(adbin, adrelid),
      attnotnull, attstattarget, attstorage, attcompression, attoptions, attidentity) order by attnum)
    from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum where attrelid = c.oid and attnum > 0),
  'indexes', (select jsonb_agg(jsonb_build_array(pg_get_indexdef(indexrelid), indisclustered, indisreplident,
      obj_description(indexrelid, 'pg_class')) order by pg_get_indexdef(indexrelid)) from (select * from pg_index i where i.indrelid = c.oid) i),
  'constraints', (select jsonb_agg(jsonb_build_array(conname, contype, pg_get_constraintdef(oid), obj_description(oid, 'pg_constraint')) order by conname)
    from pg_constraint where conrelid = c.oid),
  'triggers', (select jsonb_agg(jsonb_build_array(pg_get_triggerdef(oid), tgenabled, obj_description(oid, 'pg_trigger')) order by tgname)
    from pg_trigger where tgrelid = c.oid and not tgisinternal),
  'rules', (select jsonb_agg(jsonb_build_array(pg_get_ruledef(oid), ev_enabled) order by rulename) from pg_rewrite where ev_class = c.oid),
  'policies', (select jsonb_agg(to_jsonb(p) order by policyname) from pg_policies p where p.tablename = c.relname),
  'statistics', (select jsonb_agg(jsonb_build_array(pg_get_statisticsobjdef(oid), stxstattarget, obj_description(oid, 'pg_statistic_ext')) order by stxname)
    from pg_statistic_ext where stxrelid = c.oid),
  'publications', (select jsonb_agg(to_jsonb(p) order by pubname) from pg_publication_tables p where p.tablename = c.relname)
)) from pg_class c where c.relname = '${name}' and c.relnamespace = 'public'::regnamespace`;

const picture = async (under: AdapterUnderTest, name: string) => (await rowsOf(under, pictureQuery(name)))[0]![0]!;

forPostgres('settings', (under) => {
  const sql = (shift: number) =>
    `select x + ${shift} as id, 'n' || x as "the Name", x % 3 as grp, now() as at from generate_series(1, 20) x`;

  const settings = (name: string): string[] => [
    `alter table ${name} set (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_enabled = false)`,
    `alter table ${name} add constraint ${name}_pk primary key (id)`,
    `alter table ${name} add constraint ${name}_u unique ("the Name")`,
    `alter table ${name} add constraint ${name}_c check (grp < 100)`,
    `alter table ${name} add constraint ${name}_f foreign key (grp) references groups`,
    `alter table ${name} add constraint ${name}_x exclude (id with =) where (grp < 0)`,
    `create index ${name}_i on ${name} (grp desc, lower("the Name")) where grp > 0`,
    `create index "${name} Odd" on ${name} using hash (grp) with (fillfactor = 50)`,
    `comment on index ${name}_i is 'idx'`,
    `comment on constraint ${name}_c on ${name} is 'con'`,
    `alter table ${name} cluster on ${name}_pk`,
    `alter table ${name} alter column grp set not null`,
    `create unique index ${name}_ri on ${name} (id, grp)`,
    `alter table ${name} replica identity using index ${name}_ri`,
    `comment on table ${name} is 'it''s mine'`,
    `comment on column ${name}."the Name" is 'who'`,
    `alter table ${name} alter column "the Name" set statistics 500`,
    `alter table ${name} alter column "the Name" set storage external`,
    `alter table ${name} alter column "the Name" set compression pglz`,
    `alter table ${name} alter column grp set (n_distinct = 3)`,
    `alter table ${name} alter column at set default now()`,
    `alter table ${name} alter column id add generated by default as identity (start with 1000 increment by 5)`,
    `create statistics ${name}_s (ndistinct, dependencies) on grp, "the Name" from ${name}`,
    `alter statistics ${name}_s set statistics 77`,
    `create trigger ${name}_t before insert or update of grp on ${name} for each row when (new.grp > 5) execute function keep()`,
    `create trigger ${name}_off after delete on ${name} execute function keep()`,
    `alter table ${name} disable trigger ${name}_off`,
    `comment on trigger ${name}_t on ${name} is 'trg'`,
    `create rule ${name}_r as on delete to ${name} where old.id = 5 do instead nothing`,
    `create policy ${name}_p on ${name} as restrictive for select to kept_reader using (grp <> 2)`,
    `create policy ${name}_w on ${name} for insert with check (id > 0)`,
    `alter table ${name} enable row level security`,
    `alter table ${name} force row level security`,
    `grant select, insert on ${name} to kept_reader with grant option`,
    `grant update (grp) on ${name} to kept_writer`,
    `grant select on ${name} to public`,
    `revoke truncate on ${name} from postgres`,
    `alter publication pub add table ${name} (id, grp, "the Name") where (id > 0)`,
    `alter table ${name} owner to kept_somebody`,
  ];

  const prepare = () =>
    execute(
      under,
      'create role kept_reader',
      'create role kept_writer',
      'create role kept_somebody',
      'grant usage, create on schema public to kept_somebody',
      'create table groups (id int primary key)',
      'insert into groups select generate_series(0, 99)',
      'grant references, select on groups to kept_somebody',
      "create function keep() returns trigger language plpgsql as 'begin return new; end'",
      'create publication pub',
    );

  it('keeps all that a catalog knows of a table, over a rebuild and over a full refresh of an incremental model', async () => {
    await prepare();
    for (const materialized of ['table', 'incremental']) {
      const name = `kept_${materialized}`;
      await build(under, name, { sql: sql(0), config: { materialized } });
      await execute(under, ...settings(name), `insert into ${name} ("the Name", grp) values ('by hand', 1)`);
      const before = await picture(under, name);
      const result = await build(under, name, { sql: sql(100), config: { materialized }, fullRefresh: true });
      expect(result).toMatchObject({ status: 'success', diagnostics: [] });
      expect(await picture(under, name)).toBe(before);
      expect(await rowsOf(under, `select min(id), count(*) from ${name}`)).toEqual([['101', '20']]);
      await execute(under, `insert into ${name} ("the Name", grp) values ('by hand', 1)`);
      expect(await rowsOf(under, `select max(id) from ${name}`)).toEqual([['1005']]);
      // A second time: the names that were borrowed on the way are free again.
      expect(await build(under, name, { sql: sql(200), config: { materialized }, fullRefresh: true })).toMatchObject({
        status: 'success',
        diagnostics: [],
      });
      expect(await picture(under, name)).toBe(before);
    }
  });

  it('keeps it over a failure too', async () => {
    const before = await picture(under, 'kept_table');
    expect(
      await build(under, 'kept_table', { sql: 'select 1 / (20 - x) as id from generate_series(1, 20) x' }),
    ).toMatchObject({ status: 'error' });
    expect(await picture(under, 'kept_table')).toBe(before);
  });

  it('names what goes with a column, and what the new rows do not allow, and keeps the rest', async () => {
    await build(under, 'partly', { sql: 'select 1 as a, 2 as b' });
    await execute(
      under,
      'alter table partly add constraint small check (a < 10)',
      'create index on_b on partly (b)',
      'create index on_a on partly (a)',
      "comment on column partly.b is 'gone'",
      'grant select (b) on partly to kept_reader',
      'grant select (a) on partly to kept_reader',
    );
    const result = await build(under, 'partly', { sql: 'select 50 as a' });
    expect(result.status).toBe('success');
    const lost = lostOf(result).join('\n');
    for (const named of ['constraint small', 'index on_b', 'comment of column b', 'grants on column b'])
      expect(lost).toContain(named);
    expect(lostOf(result)).toHaveLength(4);
    expect(await rowsOf(under, "select indexname from pg_indexes where tablename = 'partly'")).toEqual([['on_a']]);
    expect(await rowsOf(under, "select has_column_privilege('kept_reader', 'partly', 'a', 'select')")).toEqual([
      ['true'],
    ]);
  });

  it('takes a name that only begins like that of the table for another: its triggers, checks and policies are kept', async () => {
    await build(under, 'ab', { sql: 'select 1 as a' });
    await execute(
      under,
      "create function ab_note() returns trigger language plpgsql as 'begin return new; end'",
      "create function ab_holds(int) returns boolean language sql immutable as 'select true'",
      'create trigger ab_trigger before insert on ab for each row execute function ab_note()',
      'alter table ab add constraint ab_check check (ab_holds(a))',
      'create policy ab_policy on ab using (public.ab_holds(a))',
      'create policy ab_self on ab using (exists (select from ab other where other.a = 1))',
    );
    const result = await build(under, 'ab', { sql: 'select 1 as a' });
    expect(lostOf(result)).toEqual([expect.stringContaining('policy ab_self')]);
    const names = `select tgname from pg_trigger where tgrelid = 'ab'::regclass
      union select conname from pg_constraint where conrelid = 'ab'::regclass
      union select polname from pg_policy where polrelid = 'ab'::regclass order by 1`;
    expect(await rowsOf(under, names)).toEqual([['ab_check'], ['ab_policy'], ['ab_trigger']]);
  });

  it('keeps a default of a sequence of its own, which goes on where it was', async () => {
    await build(under, 'serial', { sql: 'select 1 as id, 1 as n' });
    await execute(
      under,
      'create sequence serial_seq owned by serial.id',
      "alter table serial alter column id set default nextval('serial_seq')",
      'insert into serial (n) values (2), (3)',
    );
    for (let run = 0; run < 2; run++) {
      expect(await build(under, 'serial', { sql: 'select 1 as id, 1 as n' })).toMatchObject({
        status: 'success',
        diagnostics: [],
      });
    }
    await execute(under, 'insert into serial (n) values (9)');
    expect(await rowsOf(under, 'select id from serial where n = 9')).toEqual([['3']]);
  });

  it.each([
    ['53100', 'a full disk'],
    ['57014', 'a statement timeout'],
    ['55P03', 'a lock that did not come'],
  ])('fails the node and keeps the old table when %s, %s, keeps it from making an index', async (state) => {
    await build(under, 'indexed', { sql: 'select 1 as a' });
    const body = (text: string) =>
      `create or replace function made_by(a int) returns int immutable language plpgsql as $$ begin ${text} return a; end $$`;
    await execute(under, body(''), 'create index if not exists by_function on indexed (made_by(a))');
    await execute(under, body(`if a = 2 then raise sqlstate '${state}' using message = 'a timeout, say'; end if;`));
    expect(await build(under, 'indexed', { sql: 'select 2 as a' })).toMatchObject({
      status: 'error',
      diagnostics: [{ code: 'TSDBT_DATABASE_ERROR' }],
    });
    expect(await rowsOf(under, "select a, to_regclass('by_function') is not null from indexed")).toEqual([
      ['1', 'true'],
    ]);
  });

  it('takes indexes of the config from the config, and makes none twice', async () => {
    const config = { indexes: [{ columns: ['a'] }, { columns: ['b'], unique: true }] };
    await build(under, 'configured', { sql: 'select 1 as a, 2 as b', config });
    await execute(under, 'create index by_hand_b on configured (b)', 'create index same_as_next on configured (b, a)');
    await build(under, 'configured', { sql: 'select 1 as a, 2 as b', config: { indexes: [{ columns: ['b', 'a'] }] } });
    const defs =
      "select regexp_replace(indexdef, 'INDEX .* ON', 'INDEX x ON') from pg_indexes where tablename = 'configured' order by 1";
    expect(await rowsOf(under, defs)).toEqual([
      ['CREATE INDEX x ON public.configured USING btree (b)'],
      ['CREATE INDEX x ON public.configured USING btree (b, a)'],
    ]);
  });

  it('keeps what is set by a role that is no superuser', async () => {
    await execute(
      under,
      "create role kept_plain login password 'plain'",
      'create schema plain authorization kept_plain',
    );
    const credentials = under.credentialsWith({ user: 'kept_plain', password: 'plain', schema: 'plain' });
    const database = await under.adapter.open(credentials, { threads: 2, applicationName: 'tsdbt' });
    const session = await database.session({ purpose: 'write', label: 'by hand' });
    try {
      const plain: AdapterUnderTest = { ...under, credentials, database };
      await build(plain, 'own', { sql: 'select 1 as a, 2 as b' });
      await session.executeAll([
        'alter table plain.own add primary key (a)',
        'create view plain.on_own as select b from plain.own',
        "comment on table plain.own is 'mine'",
        'grant select on plain.own to kept_reader',
        'alter table plain.own enable row level security',
      ]);
      const sql = 'select 3 as a, 4 as b';
      expect(await build(plain, 'own', { sql })).toMatchObject({ status: 'success', diagnostics: [] });
      const said = `select obj_description(oid), relrowsecurity, has_table_privilege('kept_reader', oid, 'select'),
        (select string_agg(conname, ',') from pg_constraint where conrelid = c.oid and contype = 'p'), (select b from plain.on_own)
        from pg_class c where oid = 'plain.own'::regclass`;
      expect((await session.execute(said)).rows).toEqual([['mine', true, true, 'own_pkey', 4n]]);
    } finally {
      await session.release();
      await database.close();
    }
  });

  it('gives a table that nobody granted anything on what default privileges say', async () => {
    await build(under, 'defaults', { sql: 'select 1 as a' });
    await execute(under, 'alter default privileges in schema public grant select on tables to kept_writer');
    await build(under, 'defaults', { sql: 'select 2 as a' });
    expect(await rowsOf(under, "select has_table_privilege('kept_writer', 'defaults', 'select')")).toEqual([['true']]);
    await execute(under, 'revoke select on defaults from kept_writer');
    await build(under, 'defaults', { sql: 'select 3 as a' });
    expect(await rowsOf(under, "select has_table_privilege('kept_writer', 'defaults', 'select')")).toEqual([['false']]);
  });
});
