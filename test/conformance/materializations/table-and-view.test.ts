import { expect, it } from 'vitest';
import type { ManifestNode } from '../../../core/resources/node.js';
import { placed, rowsOf, runProject } from '../../support/execute/project-run.js';
import { modelNode } from '../../support/manifest.js';
import { type AdapterUnderTest, forEachAdapter, forPostgres } from '../support.js';

const nodes = (under: AdapterUnderTest) => ({
  model: (name: string, materialized: string, rawCode: string, config = {}) =>
    placed(under, modelNode(name, { rawCode, config: { materialized, ...config } })),
});

const run = async (under: AdapterUnderTest, ...all: readonly ManifestNode[]) => {
  const finished = await runProject(under, all, { command: 'run' });
  return all.map((node) => finished.results.get(node.name)!);
};

forEachAdapter('tables and views', (under) => {
  it('creates a table and replaces it', async () => {
    const [first] = await run(under, nodes(under).model('t1', 'table', 'select 1 as a'));
    expect(first).toMatchObject({ status: 'success' });
    const [second] = await run(under, nodes(under).model('t1', 'table', 'select 2 as a, 3 as b'));
    expect(second).toMatchObject({ status: 'success', message: expect.any(String) });
    expect(await rowsOf(under, `select * from ${under.name('t1')}`)).toEqual([['2', '3']]);
  });

  it('leaves nothing but the table behind', async () => {
    await run(under, nodes(under).model('t2', 'table', 'select 1 as a'));
    await run(under, nodes(under).model('t2', 'table', 'select 2 as a'));
    const found = await under.withSession((session) =>
      under.adapter.introspector.relations(session, [under.relation('t2').schema ?? 'main']),
    );
    expect(found.filter((relation) => relation.identifier.startsWith('t2')).map((each) => each.identifier)).toEqual([
      't2',
    ]);
  });

  it('keeps the old table when the new query fails, and says what the database said', async () => {
    await run(under, nodes(under).model('t3', 'table', 'select 1 as a'));
    const [failed] = await run(under, nodes(under).model('t3', 'table', 'select nothing_here as a'));
    expect(failed).toMatchObject({ status: 'error', message: expect.stringContaining('nothing_here') });
    expect(failed.diagnostics[0]).toMatchObject({ code: 'TSDBT_DATABASE_ERROR', node: 'model.shop.t3' });
    expect(await rowsOf(under, `select * from ${under.name('t3')}`)).toEqual([['1']]);
  });

  it('turns a table into a view and back', async () => {
    await run(under, nodes(under).model('tv', 'table', 'select 1 as a'));
    expect(await run(under, nodes(under).model('tv', 'view', 'select 2 as a'))).toMatchObject([{ status: 'success' }]);
    expect(await rowsOf(under, `select * from ${under.name('tv')}`)).toEqual([['2']]);
    expect(await run(under, nodes(under).model('tv', 'table', 'select 3 as a'))).toMatchObject([{ status: 'success' }]);
    expect(await rowsOf(under, `select * from ${under.name('tv')}`)).toEqual([['3']]);
  });

  it('replaces a view, with the same and with other columns', async () => {
    await run(under, nodes(under).model('v1', 'view', 'select 1 as a'));
    expect(await run(under, nodes(under).model('v1', 'view', 'select 2 as a, 3 as b'))).toMatchObject([
      { status: 'success' },
    ]);
    expect(await run(under, nodes(under).model('v1', 'view', 'select 4 as z'))).toMatchObject([{ status: 'success' }]);
    expect(await rowsOf(under, `select z from ${under.name('v1')}`)).toEqual([['4']]);
  });

  it('fails a view over what does not exist and keeps the old one', async () => {
    await run(under, nodes(under).model('v2', 'view', 'select 1 as a'));
    const [failed] = await run(under, nodes(under).model('v2', 'view', 'select * from missing_table'));
    expect(failed).toMatchObject({ status: 'error', message: expect.stringContaining('missing_table') });
    expect(await rowsOf(under, `select a from ${under.name('v2')}`)).toEqual([['1']]);
  });

  it('keeps a view on a table readable when the table is rebuilt', async () => {
    await run(under, nodes(under).model('base', 'table', 'select 1 as a'));
    await under.withSession((session) =>
      session.execute(`create view ${under.name('outside')} as select a from ${under.name('base')}`),
    );
    const [rebuilt] = await run(under, nodes(under).model('base', 'table', 'select 2 as a, 5 as b'));
    expect(rebuilt).toMatchObject({ status: 'success' });
    expect(await rowsOf(under, `select a from ${under.name('outside')}`)).toEqual([['2']]);
  });

  it('builds indexes and runs hooks in order', async () => {
    const node = nodes(under).model('indexed', 'table', 'select 1 as a, 2 as b', {
      indexes: [{ columns: ['a'] }, { columns: ['a', 'b'] }],
      'pre-hook': [{ sql: `create table ${under.name('hook_log')} (line text)`, transaction: false }],
      'post-hook': [
        { sql: `insert into ${under.name('hook_log')} values ('in')`, transaction: true },
        { sql: `insert into ${under.name('hook_log')} values ('after')`, transaction: false },
        { sql: '', transaction: true },
      ],
    });
    const [result] = await run(under, node);
    expect(result).toMatchObject({ status: 'success' });
    expect(await rowsOf(under, `select line from ${under.name('hook_log')}`)).toEqual([['in'], ['after']]);
    await under.withSession((session) => session.execute(`drop table ${under.name('hook_log')}`));
    expect(await run(under, node)).toMatchObject([{ status: 'success' }]);
  });

  it('rolls the table back when a post-hook in the transaction fails', async () => {
    await run(under, nodes(under).model('hooked', 'table', 'select 1 as a'));
    const hook = { sql: 'select * from not_there', transaction: true };
    const [failed] = await run(under, nodes(under).model('hooked', 'table', 'select 2 as a', { 'post-hook': [hook] }));
    expect(failed).toMatchObject({ status: 'error' });
    expect(failed.diagnostics[0]).toMatchObject({ code: 'TSDBT_HOOK_FAILED' });
    expect(await rowsOf(under, `select a from ${under.name('hooked')}`)).toEqual([['1']]);
  });

  it('builds relations whose names need quotes or are longer than the database keeps temporary names', async () => {
    for (const name of ['has "quotes"', 'Größe – mit 空白', 'select', 'x'.repeat(60)]) {
      await run(under, nodes(under).model(name, 'table', 'select 1 as a'));
      expect(await run(under, nodes(under).model(name, 'table', 'select 2 as a'))).toMatchObject([
        { status: 'success' },
      ]);
      expect(await rowsOf(under, `select a from ${under.name(name)}`)).toEqual([['2']]);
    }
  });
});

forPostgres('dependents', (under) => {
  it('names the view that cannot be re-created and changes nothing', async () => {
    await run(under, nodes(under).model('wide', 'table', 'select 1 as a, 2 as b'));
    await under.withSession((session) =>
      session.execute(`create view ${under.name('reads_b')} as select b from ${under.name('wide')}`),
    );
    const [failed] = await run(under, nodes(under).model('wide', 'table', 'select 9 as a'));
    expect(failed).toMatchObject({ status: 'error', message: expect.stringContaining('"reads_b"') });
    expect(failed.diagnostics[0]).toMatchObject({ code: 'TSDBT_DEPENDENT_BLOCKS' });
    expect(await rowsOf(under, `select b from ${under.name('reads_b')}`)).toEqual([['2']]);
    expect(await rowsOf(under, `select a from ${under.name('wide')}`)).toEqual([['1']]);
  });

  it('leaves a view that this run rebuilds to the run', async () => {
    const parent = (sql: string) => nodes(under).model('parent', 'table', sql);
    const child = (sql: string) => ({
      ...nodes(under).model('child', 'view', sql),
      dependsOn: { nodes: ['model.shop.parent'], macros: [] },
    });
    await run(under, parent('select 1 as a, 2 as b'), child(`select b from ${under.name('parent')}`));
    const results = await run(under, parent('select 3 as c'), child(`select c from ${under.name('parent')}`));
    expect(results).toMatchObject([{ status: 'success' }, { status: 'success' }]);
    expect(await rowsOf(under, `select c from ${under.name('child')}`)).toEqual([['3']]);
  });

  it('brings back views on views, their grants and comments', async () => {
    await run(under, nodes(under).model('deep', 'table', 'select 1 as a'));
    await under.withSession(async (session) => {
      await session.execute(`create view ${under.name('deep_v1')} as select a from ${under.name('deep')}`);
      await session.execute(`create view ${under.name('deep_v2')} as select a from ${under.name('deep_v1')}`);
      await session.execute(`comment on view ${under.name('deep_v2')} is 'kept'`);
      await session.execute(`grant select on ${under.name('deep_v1')} to public`);
    });
    expect(await run(under, nodes(under).model('deep', 'table', 'select 7 as a'))).toMatchObject([
      { status: 'success' },
    ]);
    expect(await rowsOf(under, `select a from ${under.name('deep_v2')}`)).toEqual([['7']]);
    expect(await rowsOf(under, "select obj_description('deep_v2'::regclass)")).toEqual([['kept']]);
    expect(await rowsOf(under, "select relacl is not null from pg_class where relname = 'deep_v1'")).toEqual([
      ['true'],
    ]);
  });

  it('keeps what depends on a view when its columns stay', async () => {
    await run(under, nodes(under).model('inner_v', 'view', 'select 1 as a'));
    await under.withSession((session) =>
      session.execute(`create view ${under.name('outer_v')} as select a from ${under.name('inner_v')}`),
    );
    const { results, sql } = await runProject(under, [nodes(under).model('inner_v', 'view', 'select 2 as a')], {
      command: 'run',
    });
    expect(results.get('inner_v')).toMatchObject({ status: 'success', message: 'CREATE VIEW' });
    expect(sql.some((text) => /\bdrop\b/.test(text))).toBe(false);
    expect(await rowsOf(under, `select a from ${under.name('outer_v')}`)).toEqual([['2']]);
  });
});
