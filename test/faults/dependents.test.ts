/** Dependents survive: what others made on top of a model is still there, and reads the new rows, or the model fails and names it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ManifestNode } from '../../core/resources/node.js';
import { type AdapterUnderTest, forEachAdapter, forPostgres, forSqlite } from '../conformance/support.js';
import { placed, type RunSettings, rowsOf, runProject } from '../support/execute/project-run.js';
import { modelNode } from '../support/manifest.js';

const table = (under: AdapterUnderTest, name: string, rawCode: string, config = {}): ManifestNode =>
  placed(under, modelNode(name, { rawCode, config: { materialized: 'table', ...config } }));

const view = (
  under: AdapterUnderTest,
  name: string,
  rawCode: string,
  parents: readonly string[] = [],
): ManifestNode => ({
  ...placed(under, modelNode(name, { rawCode, config: { materialized: 'view' } })),
  dependsOn: { nodes: parents.map((parent) => `model.shop.${parent}`), macros: [] },
});

const build = async (under: AdapterUnderTest, nodes: readonly ManifestNode[], settings: RunSettings = {}) =>
  runProject(under, nodes, { command: 'run', ...settings });

const execute = (under: AdapterUnderTest, ...statements: string[]) =>
  under.withSession((session) => session.executeAll(statements));

/** Object ids: they tell a thing that stayed from one that was made again. */
const idsOf = (under: AdapterUnderTest, ...names: string[]) =>
  rowsOf(
    under,
    `select relname, oid from pg_class where relname in (${names.map((name) => `'${name}'`).join(', ')}) order by 1`,
  );

const leftOvers = (under: AdapterUnderTest) =>
  rowsOf(under, "select relname from pg_class where relname like '%\\_\\_tsdbt\\_%' and relkind in ('r', 'v')");

forEachAdapter('dependents', (under) => {
  it('a view that somebody made on a model reads the new rows after a rebuild', async () => {
    await build(under, [table(under, 'plain', 'select 1 as a')]);
    await execute(under, `create view ${under.name('on_plain')} as select a from ${under.name('plain')}`);
    await build(under, [table(under, 'plain', 'select 0 as z, 2 as a')]);
    expect(await rowsOf(under, `select a from ${under.name('on_plain')}`)).toEqual([['2']]);
  });
});

forSqlite('views that follow names', (under) => {
  const nodes = (kind: 'table' | 'view', columns: string) => [
    (kind === 'table' ? table : view)(under, 'parent', `select ${columns}`),
  ];

  it.each(['table', 'view'] as const)(
    'a view on a view of a column that a %s is about to lose stops the model, is named, and nothing changes',
    async (kind) => {
      await build(under, nodes(kind, '1 as a, 2 as b'));
      await execute(
        under,
        'create view "in""ner" as select b from parent',
        'create view [Outer] as select b from "in""ner"',
      );
      const failed = (await build(under, nodes(kind, '9 as a'))).results.get('parent')!;
      expect(failed).toMatchObject({ status: 'error', message: expect.stringContaining('"in""ner" depends on it') });
      expect(failed.diagnostics[0]).toMatchObject({
        code: 'TSDBT_DEPENDENT_BLOCKS',
        message: expect.stringContaining('no such column: b'),
      });
      expect(await rowsOf(under, 'select a, b from parent')).toEqual([['1', '2']]);
      const { results } = await build(under, nodes(kind, '9 as a'), { options: { allowDropDependents: true } });
      expect(results.get('parent')).toMatchObject({ status: 'success' });
      expect(results.get('parent')!.diagnostics.map(({ code }) => code)).toEqual(
        Array(2).fill('TSDBT_DEPENDENT_DROPPED'),
      );
      expect(await rowsOf(under, "select name from sqlite_master where name in ('Outer', 'in\"ner')")).toEqual([]);
    },
  );

  it('a view that could not be read before, one that only names the model, and one that this run builds stop nothing', async () => {
    await build(under, nodes('table', '1 as a, 2 as b'));
    await execute(
      under,
      'create view broken_before as select b, none from parent',
      "create view only_a as select a, 'parent' as word from parent",
    );
    const later = view(under, 'later', 'select b from parent', ['model.shop.parent']);
    await build(under, [...nodes('table', '1 as a, 2 as b'), later]);
    const { results } = await build(under, [
      ...nodes('table', '9 as a'),
      view(under, 'later', 'select a from parent', ['model.shop.parent']),
    ]);
    expect([...results.values()].map(({ status }) => status)).toEqual(['success', 'success']);
    expect(await rowsOf(under, 'select only_a.a, later.a from only_a, later')).toEqual([['9', '9']]);
  });
});

it('no statement of tsdbt cascades but the one that a user asks for by its own name', () => {
  const root = join(import.meta.dirname, '../..');
  const files = ['adapters', 'core'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(sql|ts)$/.test(path))
      .map((path) => join(folder, path)),
  );
  const isComment = (line: string) => /^\s*(\*|\/\/|\/\*|\{#)/.test(line);
  const cascading = files.filter((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .some((line) => /\bcascade\b/i.test(line) && !isComment(line)),
  );
  expect(files.length).toBeGreaterThan(300);
  expect(cascading).toEqual(['adapters/common/macros/schemas/drop_schema.sql']);
});

forPostgres('dependents', (under) => {
  it('views on a model, and all that rests on them, stay what they are: no view is dropped', async () => {
    await build(under, [table(under, 'base', 'select 1 as a, 2 as b')]);
    await execute(
      under,
      'create role dependents_viewer',
      'create view v1 with (security_barrier = true) as select b, a from base',
      'create view v2 as select v1.a from v1 join base using (b)',
      'create materialized view mat as select * from v2',
      'create function counted() returns bigint begin atomic select count(*) from v1; end',
      'create rule stop as on delete to v2 do instead nothing',
      "comment on view v1 is 'mine'",
      'grant select (a) on v1 to dependents_viewer',
    );
    const before = await idsOf(under, 'v1', 'v2', 'mat');
    const settings = 'select reloptions::text, obj_description(oid), relowner from pg_class where relname = $$v1$$';
    const settingsBefore = await rowsOf(under, settings);
    const { results } = await build(under, [table(under, 'base', 'select 5 as c, 3 as b, 4 as a')]);
    expect(results.get('base')).toMatchObject({ status: 'success', diagnostics: [] });
    expect(await idsOf(under, 'v1', 'v2', 'mat')).toEqual(before);
    expect(await rowsOf(under, settings)).toEqual(settingsBefore);
    expect(await rowsOf(under, "select has_column_privilege('dependents_viewer', 'v1', 'a', 'select')")).toEqual([
      ['true'],
    ]);
    expect(await rowsOf(under, 'select a from v2')).toEqual([['4']]);
    expect(await rowsOf(under, 'select counted()')).toEqual([['1']]);
    expect(await leftOvers(under)).toEqual([]);
  });

  it('a view whose columns change their types comes back with owner, grants, comment and options, with the views on it', async () => {
    await build(under, [table(under, 'typed', 'select 1 as a')]);
    await execute(
      under,
      'create role dependents_owner',
      'grant usage, create on schema public to dependents_owner',
      'create view t1 with (security_barrier = true) as select a from typed',
      'create view t2 as select a from t1',
      "comment on view t2 is 'kept'",
      'grant select on t1 to dependents_viewer',
      'alter view t1 owner to dependents_owner',
      'grant select on typed to dependents_owner',
    );
    const { results } = await build(under, [table(under, 'typed', "select 'x'::text as a")]);
    expect(results.get('typed')).toMatchObject({ status: 'success' });
    expect(await rowsOf(under, 'select a from t2')).toEqual([['x']]);
    const said = `select pg_get_userbyid(c.relowner), c.reloptions::text, has_table_privilege('dependents_viewer', 't1', 'select'),
      obj_description('t2'::regclass) from pg_class c where relname = 't1'`;
    expect(await rowsOf(under, said)).toEqual([['dependents_owner', '{security_barrier=true}', 'true', 'kept']]);
  });

  it.each([
    { what: 'materialized view', make: 'create materialized view far_mat as select a from NAME_v2' },
    { what: 'function', make: 'create function far_f() returns int begin atomic select a from NAME_v2; end' },
  ])('a $what on a view on a view that would have to be made anew is named as what is in the way', async ({ make }) => {
    const named = /far_\w+/.exec(make)![0];
    const name = `under_${named}`;
    await build(under, [table(under, name, 'select 1 as a')]);
    await execute(
      under,
      `create view ${name}_v1 as select a from ${name}`,
      `create view ${name}_v2 as select a from ${name}_v1`,
      make.replaceAll('NAME', name),
    );
    const before = await idsOf(under, name, `${name}_v1`, `${name}_v2`, named);
    const { results } = await build(under, [table(under, name, "select 'x'::text as a")]);
    const { diagnostics } = results.get(name)!;
    expect(diagnostics[0]).toMatchObject({ code: 'TSDBT_DEPENDENT_BLOCKS' });
    expect(diagnostics[0]!.message).toMatch(
      new RegExp(`because .*${named}.* depends on it: it is a (materialized view|function), `),
    );
    expect(diagnostics[0]!.hint).toMatch(new RegExp(`^Drop .*${named}`));
    expect(await idsOf(under, name, `${name}_v1`, `${name}_v2`, named)).toEqual(before);
  });

  it.each([
    { what: 'materialized view', make: 'create materialized view dep_mat as select a from NAME', named: 'dep_mat' },
    {
      what: 'function',
      make: 'create function dep_f() returns int begin atomic select a from NAME; end',
      named: 'dep_f',
    },
    {
      what: 'rule',
      make: 'create table dep_log (a int); create rule dep_rule as on insert to dep_log do also delete from NAME',
      named: 'dep_rule',
    },
    { what: 'view of a column that is gone', make: 'create view dep_v as select b from NAME', named: 'dep_v' },
    { what: 'table that inherits', make: 'create table dep_child () inherits (NAME)', named: 'dep_child' },
  ])('a $what that cannot be kept stops the model, is named, and nothing changes', async ({ what, make, named }) => {
    const name = `blocked_by_${named}`;
    await build(under, [table(under, name, 'select 1 as a, 2 as b')]);
    await execute(under, make.replaceAll('NAME', name));
    const before = await idsOf(under, name, named);
    const { results } = await build(under, [table(under, name, 'select 9 as a')]);
    expect(results.get(name)).toMatchObject({ status: 'error', message: expect.stringContaining(named) });
    expect(results.get(name)!.diagnostics[0]!.code).toBe('TSDBT_DEPENDENT_BLOCKS');
    expect(await idsOf(under, name, named)).toEqual(before);
    expect(await rowsOf(under, `select a, b from only ${name}`)).toEqual([['1', '2']]);
    expect(what).not.toBe('');
  });

  it('a foreign key of another table stops the model until --allow-drop-dependents drops it, and it alone', async () => {
    await build(under, [table(under, 'keyed', 'select 1 as id')]);
    await execute(
      under,
      'alter table keyed add primary key (id)',
      'create table refers (id int references keyed, note text)',
      "insert into refers values (1, 'kept')",
      'create view bad_view as select id from keyed',
      'create view on_bad_view as select * from bad_view',
    );
    const changed = [table(under, 'keyed', "select 'one' as key")];
    expect((await build(under, changed)).results.get('keyed')).toMatchObject({
      status: 'error',
      message: expect.stringContaining('refers_id_fkey'),
    });
    const { results } = await build(under, changed, { options: { allowDropDependents: true } });
    const { status, diagnostics } = results.get('keyed')!;
    expect(status).toBe('success');
    const dropped = diagnostics.filter(({ code }) => code === 'TSDBT_DEPENDENT_DROPPED').map(({ message }) => message);
    expect(dropped.map((message) => message.split(' was dropped')[0])).toEqual([
      expect.stringContaining('refers_id_fkey'),
      expect.stringContaining('"on_bad_view"'),
      expect.stringContaining('"bad_view"'),
    ]);
    expect(await rowsOf(under, 'select note from refers')).toEqual([['kept']]);
  });

  it('--allow-drop-dependents never drops rows: a table that inherits stays in the way', async () => {
    await build(under, [table(under, 'parent', 'select 1 as a')]);
    await execute(under, 'create table heir () inherits (parent)', 'insert into heir values (7)');
    const options = { allowDropDependents: true };
    const { results } = await build(under, [table(under, 'parent', 'select 2 as a')], { options });
    expect(results.get('parent')).toMatchObject({ status: 'error', message: expect.stringContaining('heir') });
    expect(await rowsOf(under, 'select a from heir')).toEqual([['7']]);
  });

  it.each(['table', 'view'])(
    'a view of this run stays readable with the old rows of its %s until it is built, and nothing old is left after it',
    async (kind) => {
      const [parent, child] = [`shop_${kind}`, `on_shop_${kind}`];
      const make = kind === 'table' ? table : view;
      const nodes = (column: string) => [
        make(under, parent, `select 1 as ${column}`),
        view(under, child, `select ${column} from ${under.name(parent)}`, [parent]),
      ];
      await build(under, nodes('a'));
      if (kind === 'table') {
        await execute(under, 'create index shop_hand on shop_table (a)', 'alter table shop_table add unique (a)');
      }
      const { results, sql } = await build(under, nodes('b'));
      expect([...results.values()].map(({ status }) => status)).toEqual(['success', 'success']);
      expect(sql.some((text) => text.includes('__tsdbt_old_'))).toBe(true);
      expect(await rowsOf(under, `select b from ${child}`)).toEqual([['1']]);
      expect(await leftOvers(under)).toEqual([]);
    },
  );

  it('when the view is not built after all, its old rows stay, a warning names both, and a later run drops what nobody reads', async () => {
    const parent = (column: string) =>
      table(under, 'half_t', `select 1 as ${column}`, { indexes: [{ columns: [column] }] });
    const child = (sql: string) => view(under, 'half_v', sql, ['half_t']);
    await build(under, [parent('a'), child(`select a from ${under.name('half_t')}`)]);
    await execute(
      under,
      'create index half_hand on half_t ((1))',
      'alter table half_t add constraint half_ck check (1 > 0)',
    );
    const { results, events } = await build(under, [parent('b'), child(`select nothing from ${under.name('half_t')}`)]);
    expect(results.get('half_t')).toMatchObject({ status: 'success', diagnostics: [] });
    expect(results.get('half_v')).toMatchObject({ status: 'error' });
    expect(await rowsOf(under, 'select a from half_v')).toEqual([['1']]);
    expect(await rowsOf(under, 'select b from half_t')).toEqual([['1']]);
    expect(
      await rowsOf(under, "select indexname from pg_indexes where tablename = 'half_t' and indexname = 'half_hand'"),
    ).toEqual([['half_hand']]);
    const [warning] = events.flatMap((event) => (event.kind === 'diagnostic' ? [event.diagnostic] : []));
    expect(warning).toMatchObject({ code: 'TSDBT_RELATION_LEFT_BEHIND', message: expect.stringContaining('half_v') });
    expect(warning!.message).toContain('half_t__tsdbt_old_');
    const mended = [parent('b'), child(`select b from ${under.name('half_t')}`)];
    await build(under, mended);
    expect(await rowsOf(under, 'select b from half_v')).toEqual([['1']]);
    await build(under, mended);
    expect(await leftOvers(under)).toEqual([]);
  });

  it('tables that are rebuilt at the same time share a view: it reads the new rows of all, and its readers see no error', async () => {
    const names = ['left_t', 'middle_t', 'right_t'];
    const turn = (number: number) => names.map((name) => table(under, name, `select ${number} as id, ${number} as n`));
    await build(under, turn(0));
    await execute(
      under,
      'create view shared_v as select left_t.n from right_t join left_t using (id) join middle_t using (id)',
      'create view shared_top as select n from shared_v join middle_t using (n)',
    );
    const stop = new AbortController();
    const failures: string[] = [];
    const reader = under.withSession(async (session) => {
      while (!stop.signal.aborted) {
        await session.execute('select n from shared_top').catch((error: unknown) => failures.push(String(error)));
      }
    }, 'read');
    try {
      for (let number = 1; number <= 5; number++) {
        const { results } = await build(under, turn(number), { options: { threads: 3, lockTimeoutMs: 20_000 } });
        expect([...results.values()].map(({ message }) => message)).toEqual(['SELECT 1', 'SELECT 1', 'SELECT 1']);
        expect(await rowsOf(under, 'select n from shared_top')).toEqual([[String(number)]]);
      }
    } finally {
      stop.abort();
      await reader;
    }
    expect(failures).toEqual([]);
  });

  it('a view model whose columns change keeps the views on it and its grants', async () => {
    await build(under, [view(under, 'v_model', 'select 1 as a, 2 as b')]);
    await execute(
      under,
      'create view on_v_model as select b from v_model',
      'grant select on v_model to dependents_viewer',
      "comment on view v_model is 'by hand'",
      'alter view v_model set (security_barrier = true)',
    );
    const { results } = await build(under, [view(under, 'v_model', 'select 4 as b')]);
    expect(results.get('v_model')).toMatchObject({ status: 'success', diagnostics: [] });
    expect(await rowsOf(under, 'select b from on_v_model')).toEqual([['4']]);
    const said = `select has_table_privilege('dependents_viewer', oid, 'select'), obj_description(oid), reloptions::text
      from pg_class where relname = 'v_model'`;
    expect(await rowsOf(under, said)).toEqual([['true', 'by hand', '{security_barrier=true}']]);
  });
});
