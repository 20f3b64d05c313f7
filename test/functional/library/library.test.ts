/** The library as programs use it: loading, runs, events, rows, errors, and that calls in one process do not see each other. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Run, RunEvent } from '../../../core/api/library/tsdbt.js';
import { adapters, connections, shop, tsdbt } from '../../support/library/built.js';

const { build, checkProject, loadProject, ls, openDatabase, query, run, runOperation, seed, show } = tsdbt;
const { diff, plan, testConnection, TsdbtError, writeManifest } = tsdbt;

const statuses = async (handle: Run) =>
  Object.fromEntries((await handle).results.map(({ node, status }) => [node.name, status]));

describe.each(Object.entries(connections))('on %s', (_type, connect) => {
  it('builds, tells of each node as it finishes, and answers queries', async () => {
    const folder = shop();
    const project = await loadProject(folder, { adapters, connection: await connect(folder) });
    const handle = build(project);
    const finished: string[] = [];
    for await (const event of handle) if (event.kind === 'node-finished') finished.push(event.node.name);
    const result = await handle;
    expect([result.status, result.success, result.command]).toEqual(['success', true, 'build']);
    expect(finished).toEqual(result.results.map(({ node }) => node.name));
    expect(finished.slice(0, 3)).toEqual(['raw_orders', 'orders', 'totals']);
    const { rows, columns } = await query(project, "select customer, orders from {{ ref('totals') }} order by 1");
    expect(columns.map(({ name }) => name)).toEqual(['customer', 'orders']);
    expect(rows).toEqual([
      { customer: 'ann', orders: 2 },
      { customer: 'bob', orders: 1 },
    ]);
    const artifact = JSON.parse(readFileSync(join(folder, 'target/run_results.json'), 'utf8'));
    expect(artifact.metadata.invocation_id).toBe(result.invocationId);
    expect(artifact.results).toHaveLength(5);
  });

  it('keeps two projects, and two runs of one, apart', async () => {
    const [one, two] = [shop(), shop()];
    const places = [await connect(one), await connect(two)] as const;
    const first = await loadProject(one, { adapters, connection: places[0], env: { LABEL: 'A' } });
    const second = await loadProject(two, {
      adapters,
      connection: places[1],
      vars: { least: 15 },
      env: { LABEL: 'B' },
    });
    // The same project once more, with other variables and other artifacts.
    const third = await loadProject(one, {
      adapters,
      connection: places[0],
      vars: { least: 100 },
      targetPath: 'other',
    });
    const runs = [build(first), build(second), build(third, { select: 'raw_orders orders' }), build(first)];
    const results = await Promise.all(runs);
    expect(results.map(({ status }) => status)).toEqual(['success', 'success', 'success', 'success']);
    expect(new Set(results.map(({ invocationId }) => invocationId)).size).toBe(4);
    const labels = "select label, max(orders) as most from {{ ref('totals') }} group by 1";
    const [a, b] = await Promise.all([query(first, labels), query(second, labels)]);
    expect(a.rows).toEqual([{ label: 'A', most: 2 }]);
    expect(b.rows).toEqual([{ label: 'B', most: 1 }]);
    expect(results[2].results.map(({ node }) => node.name)).toEqual(['raw_orders', 'orders']);
  });

  it('plans what a build would do, with nothing changed', async () => {
    const folder = shop();
    const project = await loadProject(folder, { adapters, connection: await connect(folder) });
    const first = await plan(project);
    expect(first.ledgerProblem).toBeNull();
    expect(first.nodes.slice(0, 3).map(({ node, action }) => [node.name, action])).toEqual([
      ['raw_orders', 'create'],
      ['orders', 'create'],
      ['totals', 'create'],
    ]);
    await expect(query(project, "select 1 from {{ ref('totals') }}")).rejects.toThrow(TsdbtError);
    await build(project);
    const [totals] = (await plan(project, { command: 'run', select: 'totals' })).nodes;
    expect(totals).toMatchObject({ action: 'replace', before: 'table', after: 'table', columns: null });
    expect(totals).toMatchObject({ rows: 2, hasMoreRows: false });
    expect(totals.statements.join(';')).toContain('create table');
    await expect(plan(project, { signal: AbortSignal.abort() })).rejects.toThrow('cancelled');
  });

  it('compares what models say now with what stands, with nothing changed', async () => {
    const folder = shop();
    const connection = await connect(folder);
    const project = await loadProject(folder, { adapters, connection, env: { LABEL: 'A' } });
    await seed(project);
    await run(project, { select: 'orders' });
    const [absent] = await diff(project, { select: 'totals' });
    expect(absent).toMatchObject({ status: 'absent', rows: { before: 0, after: 2, added: 2 }, samples: [] });
    expect(absent.columns?.added.map(({ name }) => name)).toEqual(['customer', 'orders', 'label']);
    await build(project);
    expect(await diff(project, { select: 'totals' })).toMatchObject([{ status: 'same', rows: { same: 2 } }]);
    const other = await loadProject(folder, { adapters, connection, env: { LABEL: 'B' }, vars: { least: 15 } });
    const [changed] = await diff(other, { select: 'totals' });
    expect(changed).toMatchObject({
      status: 'different',
      key: { columns: ['customer'] },
      rows: { before: 2, after: 1, added: 0, removed: 1, changed: 1, same: 0 },
      mismatches: { label: 1 },
    });
    expect(changed.samples).toEqual([
      {
        kind: 'changed',
        times: 1,
        before: { customer: 'bob', orders: 1, label: 'A' },
        after: { customer: 'bob', orders: 1, label: 'B' },
        changedColumns: ['label'],
      },
      {
        kind: 'removed',
        times: 1,
        before: { customer: 'ann', orders: 2, label: 'A' },
        after: null,
        changedColumns: [],
      },
    ]);
    const [failed] = await diff(other, { select: 'totals', key: ['nope'] });
    expect([failed.status, failed.diagnostics[0].message]).toEqual(['failed', expect.stringContaining('nope')]);
    const client = "{{ config(materialized='table') }} select customer as client, 1 as orders from {{ ref('orders') }}";
    writeFileSync(join(folder, 'models/totals.sql'), client);
    const renamed = await loadProject(folder, { adapters, connection });
    const [whole] = await diff(renamed, { select: 'totals' });
    expect(whole).toMatchObject({ status: 'different', key: null, unusableKey: ['customer'] });
    await expect(diff(project, { signal: AbortSignal.abort() })).rejects.toThrow('cancelled');
  });

  it('runs again and again in a database that stays open, and refuses one of another target', async () => {
    const folder = shop();
    const project = await loadProject(folder, { adapters, connection: await connect(folder) });
    const database = await openDatabase(project);
    expect((await seed(project, { database })).success).toBe(true);
    expect((await run(project, { database })).success).toBe(true);
    expect(
      (await query(project, "select 1 as one from {{ ref('totals') }}", { database, limit: 1 })).rows,
    ).toHaveLength(1);
    const other = await loadProject(shop(), { adapters });
    await expect(run(other, { database })).rejects.toThrow('opened for another target');
    await database.close();
    await database.close();
  });

  it('lets two runs of one process that write the same wait for each other, as two processes do', async () => {
    const count =
      'with recursive n(i) as (select 1 union all select i + 1 from n where i < 1500000) select max(i) as i from n';
    const folder = shop({ 'models/slow.sql': `{{ config(materialized='table') }}\n${count}` });
    const project = await loadProject(folder, { adapters, connection: await connect(folder) });
    const first = run(project, { select: 'slow' });
    let second: Run | null = null;
    for await (const event of first) if (event.kind === 'node-started') second ??= run(project, { select: 'slow' });
    const holders: string[] = [];
    for await (const event of second ?? []) if (event.kind === 'lock-waiting') holders.push(event.holder);
    expect([(await first).status, (await second)?.status]).toEqual(['success', 'success']);
    expect(holders[0]).toContain('`tsdbt run --select slow`');
    expect(holders[0]).toContain(`process ${process.pid}`);
  });

  it('cancels by its handle: what runs ends, what waits is not begun', async () => {
    const slow =
      'with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000000000) select max(i) as i from n';
    const folder = shop({ 'models/slow.sql': `{{ config(materialized='table') }}\n${slow}` });
    const project = await loadProject(folder, { adapters, connection: await connect(folder) });
    const handle = run(project, { select: 'slow' });
    for await (const event of handle) if (event.kind === 'node-started') handle.cancel();
    const result = await handle;
    expect([result.status, result.success]).toEqual(['cancelled', false]);
    expect(await statuses(handle)).toEqual({ slow: 'cancelled' });
    const stopped = query(project, slow, { signal: AbortSignal.timeout(300) });
    await expect(stopped).rejects.toThrow(/^The query was cancelled/);
  });
});

describe('loading', () => {
  it('throws every mistake at once; checkProject answers them', async () => {
    const folder = shop({ 'models/a.sql': "select * from {{ ref('nope') }}", 'models/b.sql': '{{ nonsense( }}' });
    const error = await loadProject(folder, { adapters }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TsdbtError);
    const { diagnostics } = error as InstanceType<typeof TsdbtError>;
    expect(diagnostics.map(({ location }) => location?.file).sort()).toEqual(['models/a.sql', 'models/b.sql']);
    expect(await checkProject(folder, { adapters })).toEqual({ project: null, diagnostics });
  });

  it('takes nothing from the environment of the process', async () => {
    process.env.TSDBT_LIBRARY_LABEL = 'of the process';
    const folder = shop({ 'models/label.sql': "select '{{ env_var('TSDBT_LIBRARY_LABEL') }}' as label" });
    const { diagnostics } = await checkProject(folder, { adapters });
    delete process.env.TSDBT_LIBRARY_LABEL;
    expect(diagnostics.map(({ message }) => message).join()).toContain('TSDBT_LIBRARY_LABEL');
  });

  it('says what is wrong with a connection that is given', async () => {
    const { diagnostics } = await checkProject(shop(), { adapters, connection: { type: 'oracle' } });
    expect(diagnostics).toMatchObject([
      { code: 'TSDBT_ADAPTER_UNKNOWN', message: expect.stringContaining('postgres') },
    ]);
    const incomplete = await checkProject(shop(), { adapters, connection: { type: 'postgres', host: 'h', user: 'u' } });
    expect(incomplete.diagnostics.map(({ message }) => message).join('\n')).toMatch(/dbname[\s\S]*schema/);
  });

  it('shows no password: not in the project, not as JSON, not in what is logged of it', async () => {
    const connection = { type: 'postgres', host: 'h', user: 'u', password: 'Tr0ub4dor', dbname: 'd', schema: 's' };
    const project = await loadProject(shop(), { adapters, connection });
    const { inspect } = await import('node:util');
    expect(JSON.stringify(project) + inspect(project, { depth: null })).not.toContain('Tr0ub4dor');
  });

  it('needs an adapter only for the database that is used', async () => {
    const { postgres: _, ...others } = adapters;
    expect((await checkProject(shop(), { adapters: others })).project?.target.type).toBe('sqlite');
    const { sqlite: __, ...none } = adapters;
    const { project, diagnostics } = await checkProject(shop(), { adapters: none });
    expect([project, diagnostics.map(({ message }) => message)]).toEqual([
      null,
      ['The project needs an adapter of type sqlite; there are adapters for postgres.'],
    ]);
  });

  it('tells what templates log, makes warnings errors where that is asked for, and writes the manifest', async () => {
    const folder = shop({
      'models/loud.sql': "{{ log('parsed by ' ~ env_var('DBT_ENV_WHO'), info=true) }} select 1 as id",
      'models/more.yml': 'models: [{ name: nobody }]\n',
    });
    const logged: string[] = [];
    const options = { adapters, env: { DBT_ENV_WHO: 'me' } };
    const project = await loadProject(folder, { ...options, onLog: ({ message }) => logged.push(message) });
    expect(logged).toEqual(['parsed by me']);
    expect(project.diagnostics).toMatchObject([{ severity: 'warning', location: { file: 'models/more.yml' } }]);
    await expect(loadProject(folder, { ...options, warnError: true })).rejects.toThrow('nobody');
    const manifest = JSON.parse(readFileSync(join(folder, await writeManifest(project)), 'utf8'));
    expect(Object.keys(manifest.nodes)).toContain('model.shop.loud');
  });

  it('says why a database cannot be reached, without its password', async () => {
    const connection = {
      type: 'postgres',
      host: '127.0.0.1',
      port: 1,
      user: 'u',
      dbname: 'd',
      schema: 's',
      retries: 0,
    };
    const project = await loadProject(shop(), { adapters, connection: { ...connection, password: 'Tr0ub4dor' } });
    const ended = await Promise.allSettled([testConnection(project), build(project), query(project, 'select 1')]);
    for (const each of ended) {
      const error = each.status === 'rejected' ? each.reason : null;
      expect(error).toBeInstanceOf(TsdbtError);
      expect(error.diagnostics).toMatchObject([{ code: 'TSDBT_DATABASE_ERROR' }]);
      expect(String(error.stack) + JSON.stringify(error)).not.toContain('Tr0ub4dor');
    }
  });

  it('refuses a copy of a project', async () => {
    const project = await loadProject(shop(), { adapters });
    await expect(build({ ...project })).rejects.toThrow('it must be the value that loadProject gave');
  });
});

describe('a run', () => {
  it('lists and selects as the command line does', async () => {
    const project = await loadProject(shop(), { adapters });
    const { nodes } = await ls(project, { select: 'orders+', resourceTypes: ['model'] });
    expect(nodes.map(({ uniqueId }) => uniqueId)).toEqual(['model.shop.orders', 'model.shop.totals']);
    expect(nodes[1]).toMatchObject({ path: 'models/totals.sql', dependsOn: ['model.shop.orders'] });
    expect((await ls(project, { select: 'no_such_model' })).diagnostics).toHaveLength(1);
    await expect(ls(project, { resourceTypes: ['modle'] })).rejects.toThrow("'modle'");
  });

  it('answers failures of nodes as values', async () => {
    const folder = shop({
      'seeds/raw_orders.csv': 'id,customer,amount\n1,ann,1\n2,,2\n',
      'models/bad.sql': "select nope from {{ ref('orders') }}",
    });
    const project = await loadProject(folder, { adapters });
    const result = await build(project);
    expect([result.status, result.success]).toEqual(['failed', false]);
    expect(await statuses(build(project))).toMatchObject({
      totals: 'success',
      bad: 'error',
      not_null_totals_customer: 'fail',
    });
    const bad = result.results.find(({ node }) => node.name === 'bad');
    expect(bad?.diagnostics).toMatchObject([{ location: { file: 'models/bad.sql', line: 1, column: 8 } }]);
    const failed = result.results.find(({ status }) => status === 'fail');
    expect([failed?.failures, failed?.table?.rows]).toEqual([1, [expect.objectContaining({ customer: null })]]);
  });

  it('hides secrets in events, results and artifacts', async () => {
    const secret = 'h1dden-value';
    const folder = shop({
      'macros/tell.sql': '{% macro tell(word) %}{{ log(word, info=true) }}{{ print(word) }}{% endmacro %}',
      'models/leak.sql': `select '${secret}' as word from nowhere_${secret.replace('-', '_')}`,
    });
    const env = { DBT_ENV_SECRET_WORD: secret };
    const project = await loadProject(folder, { adapters, env });
    const told: RunEvent[] = [];
    for await (const event of runOperation(project, 'tell', { args: { word: secret } })) told.push(event);
    expect(told.map(({ kind }) => kind)).toEqual(['log', 'print', 'run-finished']);
    const handle = run(project, { select: 'leak' });
    for await (const event of handle) told.push(event);
    expect(JSON.stringify([told, await handle])).not.toContain(secret);
    expect(readFileSync(join(folder, 'target/run_results.json'), 'utf8')).not.toContain(secret);
  });

  it('shows rows with exact values', async () => {
    const project = await loadProject(shop(), { adapters });
    await build(project);
    const { results } = await show(project, { select: 'orders', limit: 2 });
    expect(results[0].table?.rows).toEqual([
      { id: 1, customer: 'ann', amount: 10.5 },
      { id: 2, customer: 'bob', amount: 20 },
    ]);
    const { rows } = await query(project, 'select 9007199254740993 as big, 7 as small, null as none');
    expect(rows).toEqual([{ big: 9007199254740993n, small: 7, none: null }]);
  });

  it.each([
    [{ threads: 0 }, '`threads` is 0'],
    [{ lockTimeout: -1 }, '`lockTimeout` is -1'],
  ])('rejects options that mean nothing: %j', async (options, message) => {
    const project = await loadProject(shop(), { adapters });
    await expect(run(project, options)).rejects.toThrow(message);
  });
});
