/** Kinds change safely: what stands in the place of a node is replaced by another kind only when it is proven to be ours. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { ExecuteDeps } from '../../core/execute/execute-deps.js';
import { landSource } from '../../core/execute/landing/land-source.js';
import type { LandingFileFinder } from '../../core/execute/landing/landing-file.js';
import type { SourceNode } from '../../core/resources/node.js';
import type { NodeResult } from '../../core/results/node-result.js';
import { earlierRelations } from '../../core/state/earlier-relations.js';
import { type AdapterUnderTest, forEachAdapter, forPostgres } from '../conformance/support.js';
import { placed, type RunSettings, rowsOf, runProject } from '../support/execute/project-run.js';
import { modelNode, otherNode, sourceNode } from '../support/manifest.js';

type Kind = 'view' | 'table' | 'incremental';

interface Build extends RunSettings {
  readonly as: Kind;
  readonly sql?: string;
}

async function build(under: AdapterUnderTest, name: string, { as, sql, ...settings }: Build): Promise<NodeResult> {
  const config = { materialized: as };
  const node = placed(under, modelNode(name, { rawCode: sql ?? 'select 1 as id', config }));
  const { results } = await runProject(under, [node], { command: 'run', ...settings });
  return results.get(name)!;
}

async function kindOf(under: AdapterUnderTest, name: string): Promise<string | null> {
  const found = await under.withSession((session) =>
    under.adapter.introspector.relation(session, under.relation(name)),
  );
  return found?.type ?? null;
}

const execute = (under: AdapterUnderTest, ...statements: string[]) =>
  under.withSession((session) => session.executeAll(statements));

const kinds: readonly Kind[] = ['view', 'table', 'incremental'];
const changes = kinds.flatMap((from) => kinds.filter((to) => to !== from).map((to) => ({ from, to })));

forEachAdapter('kinds', (under) => {
  it.each(changes)('a $from of ours becomes a $to at once, and its dependents stay', async ({ from, to }) => {
    const name = `from_${from}_to_${to}`;
    await build(under, name, { as: from, sql: 'select 1 as id' });
    await execute(under, `create view ${under.name(`on_${name}`)} as select * from ${under.name(name)}`);
    expect(await build(under, name, { as: to, sql: 'select 2 as id' })).toMatchObject({ status: 'success' });
    const isKept = from !== 'view' && to === 'incremental';
    const expected = isKept ? (from === 'incremental' ? [['1'], ['2']] : [['1'], ['2']]) : [['2']];
    expect(await rowsOf(under, `select id from ${under.name(`on_${name}`)} order by id`)).toEqual(expected);
    expect(await kindOf(under, name)).toBe(to === 'view' ? 'view' : 'table');
  });

  it('a table made by hand is not replaced by a view; the error names it and --adopt, and nothing is changed', async () => {
    await execute(
      under,
      `create table ${under.name('by_hand')} (a integer)`,
      `insert into ${under.name('by_hand')} values (7)`,
    );
    const result = await build(under, 'by_hand', { as: 'view' });
    expect(result.status).toBe('error');
    expect(result.diagnostics[0]).toMatchObject({ code: 'TSDBT_RELATION_NOT_OURS' });
    expect(result.message).toContain(under.name('by_hand'));
    expect(result.message).toContain('is a table');
    expect(result.diagnostics[0]!.hint).toContain('--adopt');
    expect(await rowsOf(under, `select a from ${under.name('by_hand')}`)).toEqual([['7']]);
    expect(await build(under, 'by_hand', { as: 'view', options: { adopt: true } })).toMatchObject({
      status: 'success',
    });
    expect(await kindOf(under, 'by_hand')).toBe('view');
  });
});

forEachAdapter('kinds of other nodes', (under) => {
  it('stored failures do not replace what is not theirs', async () => {
    const name = 'kept_failures';
    await execute(under, `create view ${under.name(name)} as select 7 as a`);
    const fields = { rawCode: 'select 1 as id', config: { store_failures: true, alias: name } };
    const drafted = placed(under, otherNode('test', name, { ...fields, relationName: under.name(name) }));
    const test = async (adopt: boolean) => {
      const { results } = await runProject(under, [drafted], { command: 'test', options: { adopt } });
      return results.get(name)!;
    };
    expect((await test(false)).diagnostics[0]).toMatchObject({ code: 'TSDBT_RELATION_NOT_OURS' });
    expect(await rowsOf(under, `select a from ${under.name(name)}`)).toEqual([['7']]);
    expect(await test(true)).toMatchObject({ status: 'fail', failures: 1 });
    expect(await kindOf(under, name)).toBe('table');
  });

  it('a load does not replace a view that is not its own, and lands beside nothing', async () => {
    await execute(under, `create view ${under.name('raw')} as select 7 as a`);
    expect((await load(under, 'raw', false)).diagnostics[0]).toMatchObject({ code: 'TSDBT_RELATION_NOT_OURS' });
    expect(await rowsOf(under, `select a from ${under.name('raw')}`)).toEqual([['7']]);
    expect(await load(under, 'raw', true)).toMatchObject({ status: 'success' });
    expect(await rowsOf(under, `select id from ${under.name('raw')}`)).toEqual([['1']]);
  });

  it('a table that landing did not make is never replaced by a load, whatever is said', async () => {
    await execute(under, `create table ${under.name('precious')} (a integer)`);
    expect((await load(under, 'precious', true)).diagnostics[0]).toMatchObject({ code: 'TSDBT_LANDING_FOREIGN_TABLE' });
    expect(await kindOf(under, 'precious')).toBe('table');
  });

  it('what a manifest of dbt names with its kind is ours', async () => {
    const manifest = readFileSync(
      new URL(`../fixtures/dbt-manifests/${under.adapter.type}.json`, import.meta.url),
      'utf8',
    );
    const here = manifest.replaceAll('analytics', under.credentials.database);
    const earlier = earlierRelations(JSON.parse(here));
    const relations = ['view orders as', 'table customers as', 'view events as', 'view stranger as'];
    for (const each of relations) await execute(under, `create ${each} select 1 as id`);
    const become = async (name: string, as: Kind) =>
      (await build(under, name, { as, deps: { earlier } })).diagnostics[0]?.code ?? 'built';
    expect(await become('orders', 'table')).toBe('built');
    expect(await become('customers', 'view')).toBe('built');
    // Incremental for dbt, so that the view is somebody else's by now.
    expect(await become('events', 'table')).toBe('TSDBT_RELATION_NOT_OURS');
    expect(await become('stranger', 'table')).toBe('TSDBT_RELATION_NOT_OURS');
  });
});

async function load(under: AdapterUnderTest, name: string, adopt: boolean): Promise<NodeResult> {
  const { database, schema } = under.credentials;
  const node: SourceNode = { ...sourceNode('raw', name), database, schema, external: { location: '*.csv' } };
  const batches = async function* () {
    yield [['1']];
  };
  const find: LandingFileFinder = async () => [{ path: 'a.csv', hash: 'first', header: ['id'], batches }];
  const loadSource: ExecuteDeps['loadSource'] = (source, runtime, place) => landSource(source, runtime, find, place);
  const { results } = await runProject(under, [node], { command: 'load', options: { adopt }, deps: { loadSource } });
  return results.get(name)!;
}

forPostgres('kinds', (under) => {
  const adopted = { options: { adopt: true } };

  it('the owner of what stands in the way is named, and nothing of it changes', async () => {
    await execute(under, 'create role somebody', 'create table owned (a int)', 'alter table owned owner to somebody');
    expect((await build(under, 'owned', { as: 'view' })).message).toContain('a table of the role somebody');
    expect(await kindOf(under, 'owned')).toBe('table');
  });

  it('a relation that was ours and now belongs to another role is not taken for ours', async () => {
    await build(under, 'given_away', { as: 'view' });
    await execute(under, 'create role taker', 'alter view given_away owner to taker');
    expect((await build(under, 'given_away', { as: 'table' })).diagnostics[0]).toMatchObject({
      code: 'TSDBT_RELATION_NOT_OURS',
    });
  });

  it('a relation of another role that we may not drop is an error that names the role, for its own kind too', async () => {
    await execute(under, 'create role boss', 'create table bossy (a int)', 'alter table bossy owner to boss');
    await execute(under, 'create role worker', 'grant usage, create on schema public to worker');
    const database = await under.adapter.open(under.credentialsWith({ role: 'worker' }), {
      threads: 1,
      applicationName: 'tsdbt',
    });
    try {
      const deps = { database: async () => database };
      const result = await build(under, 'bossy', { as: 'table', ...adopted, deps });
      expect(result.diagnostics[0]).toMatchObject({ code: 'TSDBT_RELATION_OWNER' });
      expect(result.message).toContain('the role boss');
    } finally {
      await database.close();
    }
  });

  it('partitioned and foreign tables are never replaced, and a materialized view only when that is said', async () => {
    await execute(
      under,
      'create table parted (a int) partition by range (a)',
      'create extension file_fdw',
      'create server files foreign data wrapper file_fdw',
      "create foreign table remote (a int) server files options (filename '/dev/null')",
      'create materialized view stored as select 7 as id',
    );
    for (const name of ['parted', 'remote']) {
      const { diagnostics } = await build(under, name, { as: 'table', ...adopted });
      expect(diagnostics[0]).toMatchObject({ code: 'TSDBT_RELATION_WRONG_TYPE' });
    }
    expect((await build(under, 'stored', { as: 'table' })).message).toContain('is a materialized view');
    expect(await kindOf(under, 'stored')).toBe('materialized_view');
    expect(await build(under, 'stored', { as: 'table', ...adopted })).toMatchObject({ status: 'success' });
    expect(await kindOf(under, 'stored')).toBe('table');
  });
});
