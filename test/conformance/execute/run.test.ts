import { expect, it } from 'vitest';
import type { RunEvent } from '../../../core/execute/events.js';
import type { JsonObject } from '../../../core/resources/json.js';
import type { ManifestNode } from '../../../core/resources/node.js';
import { placed, rowsOf, runProject } from '../../support/execute/project-run.js';
import { shopConfig } from '../../support/execute/shop-config.js';
import { modelNode, otherNode } from '../../support/manifest.js';
import { type AdapterUnderTest, forEachAdapter, forPostgres, forSqlite } from '../support.js';

interface Model {
  readonly sql: string;
  readonly parents?: readonly string[];
  readonly config?: JsonObject;
}

function model(under: AdapterUnderTest, name: string, { sql, parents = [], config = {} }: Model): ManifestNode {
  const dependsOn = { nodes: parents.map((parent) => `model.shop.${parent}`), macros: [] };
  return placed(under, modelNode(name, { rawCode: sql, config: { materialized: 'table', ...config }, dependsOn }));
}

function hook(under: AdapterUnderTest, kind: 'on-run-start' | 'on-run-end', sql: readonly string[]): ManifestNode[] {
  return sql.map((rawCode, index) => {
    const node = placed(under, otherNode('operation', `shop-${kind}-${index}`, { rawCode }));
    return { ...node, hook: kind, index } as ManifestNode;
  });
}

const failing = 'select missing_column as a';

forEachAdapter('runs', (under) => {
  it('goes on beside a failed node, skips what lies below it and says why', async () => {
    const { results, events } = await runProject(under, [
      model(under, 'bad', { sql: failing }),
      model(under, 'child', { sql: 'select 1 as a', parents: ['bad'] }),
      model(under, 'grandchild', { sql: 'select 1 as a', parents: ['child'] }),
      model(under, 'other', { sql: 'select 1 as a' }),
    ]);
    expect(results.get('bad')!.status).toBe('error');
    expect(results.get('other')!.status).toBe('success');
    expect(results.get('child')).toMatchObject({ status: 'skipped', message: 'Skipped because model bad failed' });
    expect(results.get('grandchild')).toMatchObject({ status: 'skipped', message: 'Skipped because model bad failed' });
    const finished = events.filter((event) => event.kind === 'node-finished');
    expect(finished.map((event) => event.index).sort()).toEqual([1, 2, 3, 4]);
    expect(events.at(-1)).toMatchObject({ kind: 'run-finished', result: { wasCancelled: false } });
  });

  it('stops at the first failure with --fail-fast', async () => {
    const nodes = [
      model(under, 'bad', { sql: failing, parents: [] }),
      model(under, 'after_1', { sql: 'select 1 as a' }),
      model(under, 'after_2', { sql: 'select 1 as a' }),
    ];
    const { results } = await runProject(under, nodes, { options: { failFast: true, threads: 1 } });
    expect([...results.values()].map(({ status }) => status)).toEqual(['error', 'skipped', 'skipped']);
    expect(results.get('after_2')!.message).toBe('Skipping due to fail_fast');
  });

  it('looks a relation up anew after the node that dropped it was rolled back', async () => {
    const added = model(under, 'added', { sql: 'select 1 as a', config: { materialized: 'incremental' } });
    await runProject(under, [added]);
    const drop = `{% do adapter.drop_relation(adapter.get_relation('${added.database}', '${added.schema}', 'added')) %}`;
    const dropping = model(under, 'dropping', { sql: failing, config: { 'pre-hook': drop } });
    const { results } = await runProject(under, [dropping, added], { options: { threads: 1 } });
    expect([...results.values()].map(({ status }) => status)).toEqual(['error', 'success']);
    expect(await rowsOf(under, `select count(*) from ${under.name('added')}`)).toEqual([['2']]);
  });

  it('undoes all that a failed hook of the project did, in its macros too', async () => {
    const table = under.name('made_by_hook');
    const macroCall = `{% do run_query('create table ${table.replaceAll('"', '\\"')} (a integer)') %}`;
    const nodes = [
      ...hook(under, 'on-run-start', [`${macroCall} ${failing}`]),
      model(under, 'm', { sql: 'select 1 as a' }),
    ];
    const { results } = await runProject(under, nodes, { command: 'run' });
    expect(results.get('shop-on-run-start-0')?.status).toBe('error');
    await expect(rowsOf(under, `select * from ${table}`)).rejects.toThrow(/made_by_hook/);
  });

  it('runs the hooks of the project around the nodes, each with a result', async () => {
    const log = under.name('run_log');
    const { results, events } = await runProject(
      under,
      [
        ...hook(under, 'on-run-start', [`create table ${log} (line text)`, `insert into ${log} values ('start')`]),
        model(under, 'hooked', { sql: 'select 1 as a', config: { 'post-hook': `insert into ${log} values ('node')` } }),
        ...hook(under, 'on-run-end', [`insert into ${log} values ('end')`, '']),
      ],
      { command: 'run' },
    );
    expect([...results.values()].map(({ message, status }) => [message, status])).toEqual([
      ['shop.on-run-start.0 passed', 'success'],
      ['shop.on-run-start.1 passed', 'success'],
      [expect.any(String), 'success'],
      ['shop.on-run-end.0 passed', 'success'],
      ['shop.on-run-end.1 passed', 'success'],
    ]);
    expect(await rowsOf(under, `select line from ${log}`)).toEqual([['start'], ['node'], ['end']]);
    expect(events.filter((event) => event.kind === 'hook-finished')).toHaveLength(4);
  });

  it('runs no node when a hook at the start failed, unless the project says otherwise', async () => {
    const start = hook(under, 'on-run-start', ['select * from not_there', 'select 1']);
    const nodes = [...start, model(under, 'unhooked', { sql: 'select 1 as a' })];
    const { results } = await runProject(under, nodes);
    expect([...results.values()].map(({ status }) => status)).toEqual(['error', 'skipped', 'skipped']);
    expect(results.get('shop-on-run-start-0')!.message).toContain('shop.on-run-start.0 failed, error:\n ');
    const project = shopConfig({ flags: { skip_nodes_if_on_run_start_fails: false } });
    const went = await runProject(under, nodes, { deps: { project } });
    expect(went.results.get('unhooked')!.status).toBe('success');
  });

  it('cancels what runs and does not start the rest', async () => {
    const long =
      under.adapter.type === 'postgres'
        ? 'select pg_sleep(30)::text as a'
        : 'with recursive n(i) as (select 1 union all select i + 1 from n where i < 300000000) select count(*) as a from n';
    const nodes = [
      model(under, 'endless', { sql: long }),
      model(under, 'later', { sql: 'select 1 as a', parents: ['endless'] }),
    ];
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const started = performance.now();
    const { results, events } = await runProject(under, nodes, { signal: controller.signal });
    expect(performance.now() - started).toBeLessThan(8000);
    expect(results.get('endless')).toMatchObject({ status: 'cancelled', executionTime: expect.any(Number) });
    expect(results.get('later')!.status).not.toBe('success');
    expect(results.get('later')!.timing).toEqual([]);
    expect(events.at(-1)).toMatchObject({ kind: 'run-finished', result: { wasCancelled: true } });
    const again = await runProject(under, [model(under, 'endless', { sql: 'select 1 as a' })]);
    expect(again.results.get('endless')!.status).toBe('success');
  });

  it('changes nothing when the relation became another one since it was looked up', async () => {
    await runProject(under, [model(under, 'moved', { sql: 'select 1 as a' })]);
    const name = under.name('moved');
    const swap = `drop table ${name}; create view ${name} as select 5 as a`;
    const { results } = await runProject(under, [
      model(under, 'moved', { sql: 'select 2 as a', config: { 'pre-hook': swap } }),
    ]);
    expect(results.get('moved')!.diagnostics[0]).toMatchObject({ code: 'TSDBT_RELATION_CHANGED' });
    expect(await rowsOf(under, `select a from ${name}`)).toEqual([['1']]);
  });

  it('reads the nodes of an earlier one in the same run', async () => {
    const { results } = await runProject(under, [
      model(under, 'p1', { sql: 'select 1 as a' }),
      model(under, 'p2', { sql: `select a + 1 as a from ${under.name('p1')}`, parents: ['p1'] }),
      model(under, 'p3', {
        sql: `select a + 1 as a from ${under.name('p2')}`,
        parents: ['p2'],
        config: { materialized: 'view' },
      }),
    ]);
    expect([...results.values()].every(({ status }) => status === 'success')).toBe(true);
    expect(await rowsOf(under, `select a from ${under.name('p3')}`)).toEqual([['3']]);
  });

  it('shows the first rows of a query without building anything', async () => {
    const sql = 'select 1 as a union all select 2 union all select 3';
    const { results } = await runProject(under, [model(under, 'shown', { sql })], {
      command: 'show',
      options: { showLimit: 2 },
    });
    const { sample } = results.get('shown')!;
    expect(sample?.columns.map((column) => column.name)).toEqual(['a']);
    expect(sample?.rows).toHaveLength(2);
    await expect(rowsOf(under, `select * from ${under.name('shown')}`)).rejects.toThrow();
  });

  it('gives a wrong password or an unreachable server to every node as its result', async () => {
    const { results } = await runProject(under, [model(under, 'offline', { sql: 'select 1 as a' })], {
      deps: { database: () => Promise.reject(new Error('no database here')) },
    });
    expect(results.get('offline')).toMatchObject({ status: 'error', message: expect.stringContaining('no database') });
  });

  it('runs many nodes on several threads', async () => {
    const names = Array.from({ length: 24 }, (_, index) => `many_${index}`);
    const nodes = names.map((name, index) =>
      model(under, name, { sql: `select ${index} as a`, parents: index % 3 === 0 ? [] : [`many_${index - 1}`] }),
    );
    const { results } = await runProject(under, nodes);
    expect([...results.values()].map(({ status }) => status)).toEqual(names.map(() => 'success'));
  });
});

forSqlite('runs where one process writes', (under) => {
  /** A view whose only message, which goes with the commit, fails, and one that depends on nothing. */
  const nodes = () => [
    model(under, 'bad', { sql: 'selec 1 as a', config: { materialized: 'view' } }),
    model(under, 'beside', { sql: 'select 1 as a', config: { materialized: 'view' } }),
    model(under, 'below', { sql: 'select 1 as a', parents: ['bad'] }),
  ];
  const told = (events: readonly RunEvent[]) =>
    events.flatMap((event) =>
      event.kind === 'node-started'
        ? [`start ${event.id}`]
        : event.kind === 'node-finished'
          ? [`${event.result.status} ${event.result.node.uniqueId}`]
          : [],
    );

  it('begins a node while the one before is committed, and goes on when that fails', async () => {
    const { events } = await runProject(under, nodes());
    expect(told(events)).toEqual([
      ...['start model.shop.bad', 'start model.shop.beside', 'error model.shop.bad'],
      ...['skipped model.shop.below', 'success model.shop.beside'],
    ]);
    expect(await rowsOf(under, `select a from ${under.name('beside')}`)).toEqual([['1']]);
  });

  it('begins nothing ahead with --fail-fast', async () => {
    const { events } = await runProject(under, nodes(), { options: { failFast: true } });
    expect(told(events)).toEqual([
      ...['start model.shop.bad', 'error model.shop.bad'],
      ...['skipped model.shop.below', 'skipped model.shop.beside'],
    ]);
  });
});

forPostgres('runs on a server', (under) => {
  it('creates the schemas that nodes need', async () => {
    const node = { ...model(under, 'far', { sql: 'select 1 as a' }), schema: 'made "here"' } as ManifestNode;
    const { results } = await runProject(under, [node]);
    expect(results.get('far')!.status).toBe('success');
    expect(await rowsOf(under, 'select a from "made ""here""".far')).toEqual([['1']]);
  });

  it('tells the server which node a statement belongs to', async () => {
    await runProject(under, [model(under, 'commented', { sql: 'select current_query() as q' })]);
    const [[query]] = await rowsOf(under, `select q from ${under.name('commented')}`);
    expect(query).toMatch(
      /^(begin\n;\n.*)?\/\* \{"app": "tsdbt", .*"profile_name": "shop", .*"node_id": "model.shop.commented"\} \*\/\n/,
    );
  });

  it('waits for no lock longer than the bound and names what it waited for', async () => {
    await runProject(under, [model(under, 'locked', { sql: 'select 1 as a' })]);
    const blocker = await under.database.session({ purpose: 'write', label: 'blocker' });
    await blocker.begin();
    await blocker.execute(`select * from ${under.name('locked')}`);
    const { results } = await runProject(under, [model(under, 'locked', { sql: 'select 2 as a' })], {
      options: { lockTimeoutMs: 300 },
    });
    await blocker.release();
    const { status, message } = results.get('locked')!;
    expect(status).toBe('error');
    expect(message).toMatch(
      /"locked" was not replaced: other sessions held locks on it for 0\.3 seconds: process \d+ of/,
    );
    expect(await rowsOf(under, `select a from ${under.name('locked')}`)).toEqual([['1']]);
  });
});
