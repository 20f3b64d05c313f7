/** Kinds change safely: what stands in the place of a node is replaced by another kind only when it is proven to be ours. */
import { expect, it } from 'vitest';
import type { NodeResult } from '../../core/results/node-result.js';
import { type AdapterUnderTest, forEachAdapter, forPostgres } from '../conformance/support.js';
import { placed, type RunSettings, rowsOf, runProject } from '../support/execute/project-run.js';
import { modelNode } from '../support/manifest.js';

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
forPostgres('kinds', (under) => {
  it('names the owner of what stands in the way', async () => {
    await execute(under, 'create role somebody', 'create table owned (a int)', 'alter table owned owner to somebody');
    const result = await build(under, 'owned', { as: 'view' });
    expect(result.message).toContain('somebody');
  });
});
