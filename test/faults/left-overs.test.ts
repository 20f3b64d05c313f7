/** What an invocation leaves behind under a temporary name is dropped by a later run, and nothing else with such a name is. */
import { expect, it } from 'vitest';
import { temporaryIdentifier } from '../../core/plan/swap/temporary-name.js';
import type { NodeResult } from '../../core/results/node-result.js';
import { type AdapterUnderTest, forEachAdapter, forPostgres } from '../conformance/support.js';
import { placed, rowsOf, runProject } from '../support/execute/project-run.js';
import { modelNode } from '../support/manifest.js';

const EARLIER = '00000000-0000-0000-0000-00000000000a';

async function build(under: AdapterUnderTest, name: string, rawCode = 'select 1 as id'): Promise<NodeResult> {
  const node = placed(under, modelNode(name, { rawCode, config: { materialized: 'table' } }));
  const { results } = await runProject(under, [node], { command: 'run' });
  return results.get(name)!;
}

const execute = (under: AdapterUnderTest, ...statements: string[]) =>
  under.withSession((session) => session.executeAll(statements));

async function relationNames(under: AdapterUnderTest): Promise<string[]> {
  const { schema } = under.relation('any');
  const found = await under.withSession((session) => under.adapter.introspector.relations(session, [schema]));
  return found.map(({ identifier }) => identifier);
}

/** As if an invocation had been killed that entered itself and never came to its end. */
async function enterEarlier(under: AdapterUnderTest, id: string): Promise<void> {
  const ledger = under.name('_tsdbt_ledger');
  await execute(
    under,
    `insert into ${ledger} (entry, name, invocation_id, changed_at, details)
     values ('run', '${id}', '${id}', '${new Date().toISOString()}', '{}') on conflict do nothing`,
  );
}

forEachAdapter('left-overs', (under) => {
  const leftOf = (identifier: string, id: string, purpose = 'new') =>
    temporaryIdentifier(identifier, purpose, id, under.adapter.capabilities.identifierBytes);

  it('of an invocation in the ledger are dropped when their node is built again', async () => {
    await build(under, 'orders');
    const left = leftOf('orders', EARLIER);
    await execute(under, `create table ${under.name(left)} (a integer)`);
    await enterEarlier(under, EARLIER);
    expect(await build(under, 'orders')).toMatchObject({ status: 'success' });
    expect(await relationNames(under)).not.toContain(left);
  });

  it('stay when no invocation of the ledger can have named them, or when they belong to another node', async () => {
    await build(under, 'events');
    await enterEarlier(under, EARLIER);
    const strangers = [
      leftOf('events', 'another-invocation'),
      leftOf('other', EARLIER),
      'events__tsdbt_new_0123456789',
      `${leftOf('events', EARLIER)}_2`,
    ];
    for (const name of strangers) await execute(under, `create table ${under.name(name)} (a integer)`);
    await build(under, 'events');
    expect(await relationNames(under)).toEqual(expect.arrayContaining(strangers));
  });

  it('are known to later runs when a user macro commits in the middle of the work and the node fails', async () => {
    const ok = await build(under, 'halfway');
    expect(ok.status).toBe('success');
    const node = placed(
      under,
      modelNode('halfway', {
        rawCode: 'select 2 as id',
        config: { materialized: 'table', 'post-hook': [{ sql: 'commit', transaction: true }, 'select * from nowhere'] },
      }),
    );
    const { results } = await runProject(under, [node], { command: 'run' });
    expect(results.get('halfway')).toMatchObject({ status: 'error' });
    expect(await build(under, 'halfway', 'select 3 as id')).toMatchObject({ status: 'success' });
    expect(await rowsOf(under, `select id from ${under.name('halfway')}`)).toEqual([['3']]);
    expect((await relationNames(under)).filter((name) => name.startsWith('halfway__tsdbt'))).toEqual([]);
  });
});

forPostgres('left-overs', (under) => {
  it('that a view still reads stay, and go when nothing reads them any more', async () => {
    await build(under, 'read');
    const left = temporaryIdentifier('read', 'old', EARLIER, 63);
    await execute(under, `create table "${left}" (a integer)`, `create view reader as select * from "${left}"`);
    await enterEarlier(under, EARLIER);
    expect(await build(under, 'read')).toMatchObject({ status: 'success' });
    expect(await relationNames(under)).toContain(left);
    await execute(under, 'drop view reader');
    await build(under, 'read');
    expect(await relationNames(under)).not.toContain(left);
  });
});

forPostgres('old versions', (under) => {
  it('that a view goes on reading are remembered and dropped by a later run', async () => {
    const base = (columns: string) =>
      placed(under, modelNode('base', { rawCode: `select ${columns}`, config: { materialized: 'table' } }));
    const reader = (rawCode: string) =>
      placed(under, modelNode('reader_of_base', { rawCode, dependsOn: { nodes: ['model.shop.base'], macros: [] } }));
    const run = async (columns: string, sql: string) => {
      const { results } = await runProject(under, [base(columns), reader(sql)], { command: 'run' });
      return [...results.values()].map(({ status }) => status);
    };
    const leftOvers = async () => (await relationNames(under)).filter((name) => name.startsWith('base__tsdbt_'));
    const recorded = () => rowsOf(under, "select name from _tsdbt_ledger where entry = 'temporary'");
    expect(await run('1 as id, 2 as gone', 'select gone from base')).toEqual(['success', 'success']);
    expect(await run('1 as id', 'select nonsense from base')).toEqual(['success', 'error']);
    const [left] = await leftOvers();
    expect(await recorded()).toEqual([[JSON.stringify(['public', left])]]);
    expect(await run('1 as id', 'select id from base')).toEqual(['success', 'success']);
    expect(await run('1 as id', 'select id from base')).toEqual(['success', 'success']);
    expect([await leftOvers(), await recorded()]).toEqual([[], []]);
  });
});
