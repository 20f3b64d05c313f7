/** The ledger says what tsdbt made, in the transaction that makes it; a run without one goes on and takes nothing for its own. */
import { expect, it } from 'vitest';
import type { WarningPolicy } from '../../core/diagnostics/warning-policy.js';
import type { NodeResult } from '../../core/results/node-result.js';
import { type AdapterUnderTest, forEachAdapter, forPostgres } from '../conformance/support.js';
import { type FinishedRun, placed, type RunSettings, rowsOf, runProject } from '../support/execute/project-run.js';
import { modelNode, otherNode } from '../support/manifest.js';

interface Build extends RunSettings {
  readonly as?: 'view' | 'table' | 'incremental';
  readonly sql?: string;
  readonly hook?: string;
}

async function run(under: AdapterUnderTest, name: string, build: Build = {}): Promise<FinishedRun> {
  const { as = 'table', sql = 'select 1 as id', hook, ...settings } = build;
  const config = { materialized: as, ...(hook === undefined ? {} : { 'post-hook': [hook] }) };
  const node = placed(under, modelNode(name, { rawCode: sql, config }));
  return runProject(under, [node], { command: 'run', ...settings });
}

async function build(under: AdapterUnderTest, name: string, options: Build = {}): Promise<NodeResult> {
  return (await run(under, name, options)).results.get(name)!;
}

const execute = (under: AdapterUnderTest, ...statements: string[]) =>
  under.withSession((session) => session.executeAll(statements));

forEachAdapter('ledger', (under) => {
  const ledger = () => under.name('_tsdbt_ledger');
  const entry = async (name: string, columns: string) => {
    const { schema } = under.relation(name);
    const key = JSON.stringify([schema, name]).replaceAll("'", "''");
    return rowsOf(under, `select ${columns} from ${ledger()} where entry = 'relation' and name = '${key}'`);
  };

  it('is made by the first run, also when two begin at the same moment', async () => {
    const both = await Promise.all([build(under, 'first'), build(under, 'second')]);
    expect(both.map(({ status, message }) => (status === 'success' ? status : message))).toEqual([
      'success',
      'success',
    ]);
    expect(await entry('first', 'node_id, kind')).toEqual([['model.shop.first', 'table']]);
    expect(await entry('second', 'node_id, kind')).toEqual([['model.shop.second', 'table']]);
  });

  it('says kind, owner, invocation and fingerprint, which change with what was built', async () => {
    await build(under, 'followed', { as: 'view' });
    const before = await entry('followed', 'kind, fingerprint, invocation_id, changed_at');
    await build(under, 'followed', { as: 'view' });
    const same = await entry('followed', 'kind, fingerprint, invocation_id, changed_at');
    expect([same[0]![0], same[0]![1]]).toEqual(['view', before[0]![1]]);
    expect(same[0]![2]).not.toBe(before[0]![2]);
    expect(same[0]![3]! > before[0]![3]!).toBe(true);
    await build(under, 'followed', { as: 'table' });
    const changed = await entry('followed', 'kind, fingerprint, owner');
    expect(changed[0]![0]).toBe('table');
    expect(changed[0]![1]).not.toBe(before[0]![1]);
    expect(changed[0]![2]).toBe(under.adapter.type === 'postgres' ? 'postgres' : 'null');
  });

  it('says nothing of what was rolled back', async () => {
    const failed = await build(under, 'undone', { hook: 'select * from nowhere' });
    expect(failed.status).toBe('error');
    expect(await entry('undone', 'kind')).toEqual([]);
  });

  it('still says what stood before when a change of kind fails', async () => {
    await build(under, 'kept', { as: 'view' });
    await build(under, 'kept', { as: 'table', hook: 'select * from nowhere' });
    expect(await entry('kept', 'kind')).toEqual([['view']]);
    expect(await build(under, 'kept', { as: 'table' })).toMatchObject({ status: 'success' });
  });

  it('keeps no entry of a run that ended clean, and one of a run in which a node failed', async () => {
    const entries = () =>
      rowsOf(under, `select name, details from ${ledger()} where entry = 'run' order by changed_at`);
    const count = (await entries()).length;
    await build(under, 'clean');
    expect(await entries()).toHaveLength(count);
    await build(under, 'unclean', { sql: 'select * from nowhere' });
    const after = await entries();
    expect(after).toHaveLength(count + 1);
    expect(JSON.parse(after.at(-1)![1]!)).toMatchObject({
      command: 'run',
      started_at: '2026-01-31T10:00:00.000000Z',
      finished_at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  it('is not made by commands that build nothing', async () => {
    await execute(under, `drop table ${ledger()}`);
    await run(under, 'looked_at', { command: 'show' });
    await run(under, 'looked_at', { command: 'compile' });
    const check = placed(
      under,
      otherNode('test', 'empty', { rawCode: 'select 1 as id where 1 = 0', relationName: null }),
    );
    await runProject(under, [check], { command: 'test' });
    expect(
      await under.withSession((s) => under.adapter.introspector.relation(s, under.relation('_tsdbt_ledger'))),
    ).toBeNull();
  });

  it('that was dropped is made anew, and what stood before is not taken for ours', async () => {
    await build(under, 'forgotten', { as: 'view' });
    await execute(under, `drop table ${ledger()}`);
    expect((await build(under, 'forgotten', { as: 'table' })).diagnostics[0]).toMatchObject({
      code: 'TSDBT_RELATION_NOT_OURS',
    });
    expect(await build(under, 'forgotten', { as: 'view' })).toMatchObject({ status: 'success' });
    expect(await build(under, 'forgotten', { as: 'table' })).toMatchObject({ status: 'success' });
  });

  it('is one warning when it cannot be used; the run goes on and replaces no other kind', async () => {
    await build(under, 'unsure', { as: 'view' });
    await execute(under, `drop table ${ledger()}`, `create table ${ledger()} (something_else integer)`);
    const finished = await run(under, 'unsure', { as: 'table' });
    const warnings = finished.events.flatMap((event) => (event.kind === 'diagnostic' ? [event.diagnostic] : []));
    expect(warnings).toMatchObject([{ code: 'TSDBT_LEDGER_UNAVAILABLE', severity: 'warning' }]);
    expect(finished.results.get('unsure')).toMatchObject({ diagnostics: [{ code: 'TSDBT_RELATION_NOT_OURS' }] });
    expect(finished.results.get('unsure')!.message).toContain('the ledger cannot say');
    expect(await build(under, 'unsure', { as: 'view' })).toMatchObject({ status: 'success' });
    expect(await build(under, 'unsure', { as: 'table', options: { adopt: true } })).toMatchObject({
      status: 'success',
    });
    await execute(under, `drop table ${ledger()}`);
  });

  it('that cannot be used stops the run when warnings are errors', async () => {
    await execute(under, `create table ${ledger()} (something_else integer)`);
    const policy: WarningPolicy = (found) => found.map((each) => ({ ...each, severity: 'error' }));
    const invocation = { id: 'strict', startedAt: '', which: 'run', flags: {}, args: {}, env: {}, toolVersion: '' };
    const deps = { invocation: { ...invocation, warningPolicy: policy } };
    const result = await build(under, 'strict', { deps });
    expect(result).toMatchObject({ status: 'error', diagnostics: [{ code: 'TSDBT_LEDGER_UNAVAILABLE' }] });
    await execute(under, `drop table ${ledger()}`);
  });

  it('gives its name to no node', async () => {
    await build(under, 'any');
    const result = await build(under, '_tsdbt_ledger', { options: { adopt: true } });
    expect(result.diagnostics[0]).toMatchObject({ code: 'TSDBT_RELATION_WRONG_TYPE' });
    expect(await entry('any', 'kind')).toEqual([['table']]);
  });
});

forPostgres('ledger', (under) => {
  it('keeps no reader waiting when somebody holds its rows: the node gives up soon, with the old table in place', async () => {
    await build(under, 'wanted');
    await under.withSession(async (holder) => {
      await holder.begin();
      await holder.execute('select 1 from _tsdbt_ledger for update');
      const building = build(under, 'wanted', { sql: 'select 2 as id' });
      expect(await building).toMatchObject({ status: 'error', message: expect.stringContaining('lock timeout') });
      await holder.rollback();
    });
    expect(await rowsOf(under, 'select id from wanted')).toEqual([['1']]);
    expect(await build(under, 'wanted', { sql: 'select 2 as id' })).toMatchObject({ status: 'success' });
  });

  it('stands in the default schema, which is made when only other schemas are used', async () => {
    const credentials = under.credentialsWith({ schema: 'home' });
    const node = {
      ...modelNode('elsewhere', { rawCode: 'select 1 as id' }),
      database: under.credentials.database,
      schema: 'away',
    };
    const { results } = await runProject({ ...under, credentials } as AdapterUnderTest, [node], { command: 'run' });
    expect(results.get('elsewhere')).toMatchObject({ status: 'success' });
    expect(await rowsOf(under, "select name from home._tsdbt_ledger where entry = 'relation'")).toEqual([
      ['["away","elsewhere"]'],
    ]);
  });

  it('is refused to a role without the privilege: one warning, and the run goes on', async () => {
    await build(under, 'any');
    await execute(under, 'create role ledger_modest', 'grant usage, create on schema public to ledger_modest');
    const output = { ...under.output };
    expect(output.user).toBe('postgres');
    const hooked = await runAs(under, 'ledger_modest');
    expect(hooked.results.get('modest_model')).toMatchObject({ status: 'success' });
    const warnings = hooked.events.flatMap((event) => (event.kind === 'diagnostic' ? [event.diagnostic.code] : []));
    expect(warnings).toEqual(['TSDBT_LEDGER_UNAVAILABLE']);
  });
});

/** A run whose sessions work as another role. */
async function runAs(under: AdapterUnderTest, role: string): Promise<FinishedRun> {
  const credentials = under.credentialsWith({ role });
  const database = await under.adapter.open(credentials, { threads: 1, applicationName: 'tsdbt' });
  try {
    const node = placed(under, modelNode('modest_model', { rawCode: 'select 1 as id' }));
    return await runProject(under, [node], { command: 'run', deps: { database: async () => database } });
  } finally {
    await database.close();
  }
}
