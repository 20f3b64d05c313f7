/** What depends on a Postgres relation is found, in the order to drop it in, with statements that bring it back as it was. */
import { expect, it } from 'vitest';
import type { Dependent } from '../../core/adapter/introspector.js';
import { type AdapterUnderTest, forPostgres } from './support.js';

forPostgres('dependents', (under) => {
  it('lists views of views once, outermost first', async () => {
    await run(
      under,
      'create table base (a int, b text)',
      'create view v1 as select a, b from base',
      'create view v2 as select a from v1',
      'create view v3 as select v1.a, base.b from v1 join base on v1.a = base.a join v2 on true',
      'create schema other',
      'create view other."V 4" as select * from v3',
    );
    const found = await dependents(under, 'base');
    expect(found.map(({ schema, identifier }) => `${schema}.${identifier}`)).toEqual([
      'other.V 4',
      'public.v3',
      'public.v2',
      'public.v1',
    ]);
    expect(found.every(({ kind }) => kind === 'view')).toBe(true);
    expect((await dependents(under, 'v2')).map(({ identifier }) => identifier)).toEqual(['V 4', 'v3']);
  });

  it('brings dropped views back with definition, options, owner, grants, comments, defaults, rules and triggers', async () => {
    await run(
      under,
      'create role owner_role',
      'create role reader_role',
      'create role "odd ""reader"',
      'grant create, usage on schema public to owner_role',
      'grant select on base to owner_role',
      `create view rich with (security_barrier = true, check_option = local) as select a, b, 'a;b' as "odd ""col" from base where a > 0`,
      "comment on view rich is 'it''s; rich'",
      `comment on column rich."odd ""col" is 'col'`,
      'alter view rich alter column a set default 7',
      'create rule skip as on delete to rich do instead nothing',
      "create function noop() returns trigger language plpgsql as 'begin return null; end'",
      'create trigger tr instead of update on rich for each row execute function noop()',
      'grant select on rich to reader_role with grant option',
      'grant select (a), update (b) on rich to "odd ""reader"',
      'grant insert on rich to public',
      'alter view rich owner to owner_role',
      'revoke truncate on rich from owner_role',
      'alter default privileges in schema public grant delete on tables to reader_role',
    );
    const [before, found] = [await snapshot(under, 'rich'), await dependents(under, 'base')];
    const rich = found.find(({ identifier }) => identifier === 'rich')!;
    await under.withSession(async (session) => {
      await session.begin();
      await session.execute('drop view rich');
      await session.executeAll(rich.recreate!);
      await session.commit();
    });
    expect(await snapshot(under, 'rich')).toEqual(before);
    expect(before).not.toContain('reader_role=d');
  });

  it('does not overwrite a view that somebody changed after it was read: that is told like a lock', async () => {
    const found = (await dependents(under, 'base')).find(({ identifier }) => identifier === 'v2')!;
    await run(under, found.rebind!.lock);
    await run(under, 'create or replace view v2 as select a, 1 as added from v1');
    const failure = await under.failureOf(run(under, found.rebind!.lock));
    expect(failure).toMatchObject({ kind: 'locked', message: expect.stringContaining('changed') });
  });

  it('names schemas in definitions, and leaves search_path as it was, inside a transaction and outside', async () => {
    await under.withSession(async (session) => {
      for (const isInside of [false, true]) {
        if (isInside) await session.begin();
        const found = await under.adapter.introspector.dependents(session, under.relation('v1'));
        expect(found.at(-1)!.recreate![0]).toContain('public.v1');
        expect((await session.execute('show search_path')).rows).toEqual([['"$user", public']]);
      }
    });
  });

  it('brings a whole tree of views back after the table was replaced', async () => {
    await under.withSession(async (session) => {
      const found = await under.adapter.introspector.dependents(session, under.relation('base'));
      await session.begin();
      await session.execute('create table base_new (a int, b text); insert into base_new values (1, null)');
      for (const { schema, identifier } of found) await session.execute(`drop view "${schema}"."${identifier}"`);
      await session.execute('drop table base; alter table base_new rename to base');
      for (const { recreate } of [...found].reverse()) await session.executeAll(recreate!);
      await session.commit();
      expect((await session.execute('select * from other."V 4"')).rows).toEqual([[1n, null]]);
    });
  });

  it('names what no statement brings back', async () => {
    await run(
      under,
      'create table keyed (id int primary key, b text)',
      'create table referencing (id int references keyed)',
      'create materialized view mat as select * from keyed',
      'create view over_mat as select * from mat',
      'create function body() returns bigint begin atomic select count(*) from keyed; end',
      'create table logged (a int)',
      'create rule log_it as on insert to logged do also insert into keyed values (1)',
      'create table holds (k keyed)',
      'create table child () inherits (keyed)',
    );
    const found = await dependents(under, 'keyed');
    expect(found.filter(({ recreate }) => recreate === null).map(({ kind, identifier }) => [kind, identifier])).toEqual(
      expect.arrayContaining([
        ['constraint', expect.stringContaining('referencing')],
        ['materialized_view', 'mat'],
        ['function', expect.stringContaining('body')],
        ['rule', expect.stringContaining('log_it')],
        ['other', expect.stringContaining('holds')],
        ['other', expect.stringContaining('child')],
      ]),
    );
    expect(found.filter(({ recreate }) => recreate !== null).map(({ identifier }) => identifier)).toEqual(['over_mat']);
    const kinds = found.map(({ kind }) => kind);
    expect(kinds.indexOf('view')).toBeLessThan(kinds.indexOf('materialized_view'));
  });

  it('does not count what belongs to the relation itself', async () => {
    await run(
      under,
      `create table own (id serial primary key, p int references own, a int check (a > 0), g int generated always as (a * 2) stored)`,
      'create index own_index on own (lower(a::text)) where a > 1',
      'create trigger own_trigger before insert on own for each row when (new.a > 1) execute function noop()',
      'create policy own_policy on own using (a > 1)',
      'create rule own_rule as on delete to own do also select 1',
    );
    expect(await dependents(under, 'own')).toEqual([]);
  });

  it('does not promise to bring back the view of an owner that the user is not', async () => {
    await run(
      under,
      "create role modest login password 'modest'",
      'grant usage, create on schema public to modest',
      'create table shared (a int)',
      'create view foreign_view as select * from shared',
      'alter table shared owner to modest',
    );
    const credentials = under.credentialsWith({ user: 'modest', password: 'modest' });
    const database = await under.adapter.open(credentials, { threads: 1, applicationName: 'tsdbt' });
    const session = await database.session({ purpose: 'read', label: 'x' });
    const found = await under.adapter.introspector.dependents(session, under.relation('shared'));
    expect(found).toMatchObject([{ kind: 'view', identifier: 'foreign_view', recreate: null }]);
    await session.release();
    await database.close();
  });
});

function run(under: AdapterUnderTest, ...statements: readonly string[]) {
  return under.withSession((session) => session.executeAll(statements));
}

function dependents(under: AdapterUnderTest, identifier: string): Promise<readonly Dependent[]> {
  return under.withSession((session) => under.adapter.introspector.dependents(session, under.relation(identifier)));
}

/** All that the catalog says of a view, object ids left out. */
async function snapshot(under: AdapterUnderTest, view: string): Promise<string> {
  const sql = `select jsonb_build_object(
    'def', pg_get_viewdef(c.oid), 'opts', c.reloptions, 'owner', c.relowner::regrole, 'comment', obj_description(c.oid, 'pg_class'),
    'acl', (select jsonb_agg(a order by a) from (select grantee::regrole::text || privilege_type || is_grantable as a from aclexplode(c.relacl)) x),
    'columns', (select jsonb_agg(jsonb_build_array(attname, attacl::text, col_description(c.oid, attnum), pg_get_expr(adbin, adrelid)) order by attnum)
      from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum where attrelid = c.oid and attnum > 0),
    'rules', (select jsonb_agg(pg_get_ruledef(oid) order by rulename) from pg_rewrite where ev_class = c.oid),
    'triggers', (select jsonb_agg(pg_get_triggerdef(oid)) from pg_trigger where tgrelid = c.oid))::text
    from pg_class c where relname = '${view}'`;
  const { rows } = await under.withSession((session) => session.execute(sql));
  return JSON.stringify(JSON.parse(String(rows[0]![0])), null, 1);
}
