import { expect, it } from 'vitest';
import type { NodeResult } from '../../../core/results/node-result.js';
import { placed, type RunSettings, rowsOf, runProject } from '../../support/execute/project-run.js';
import { modelNode, otherNode } from '../../support/manifest.js';
import { type AdapterUnderTest, forEachAdapter } from '../support.js';

const numbers = 'select 1 as n union all select 2 union all select 3';

interface Check {
  readonly sql?: string;
  readonly config?: Record<string, unknown>;
  readonly options?: RunSettings['options'];
}

async function check(under: AdapterUnderTest, { sql, config, options }: Check): Promise<NodeResult> {
  const stores = config?.store_failures === true || config?.store_failures_as !== undefined;
  const parts = { rawCode: sql ?? numbers, config: config ?? {}, relationName: stores ? 'stored' : null };
  const node = placed(under, otherNode('test', 'the_test', parts as Parameters<typeof otherNode>[2]));
  const { results } = await runProject(under, [node], { command: 'test', options });
  return results.get('the_test')!;
}

forEachAdapter('data tests', (under) => {
  it('passes when no row comes back', async () => {
    expect(await check(under, { sql: 'select 1 as n where 1 = 0' })).toMatchObject({
      status: 'pass',
      message: '',
      failures: 0,
      sample: null,
    });
  });

  it("fails with dbt's words, the first rows and a query to paste", async () => {
    const result = await check(under, { options: { failureRows: 2 } });
    expect(result).toMatchObject({
      status: 'fail',
      failures: 3,
      message: 'Got 3 results, configured to fail if != 0',
      sample: { columns: [{ name: 'n' }], query: numbers },
    });
    expect(result.sample?.rows.map((row) => String(row[0]))).toEqual(['1', '2']);
  });

  it('counts one result in the singular', async () => {
    expect((await check(under, { sql: 'select 1 as n' })).message).toBe('Got 1 result, configured to fail if != 0');
  });

  it('warns by severity and by warn_if, and fails only by error_if', async () => {
    expect(await check(under, { config: { severity: 'WARN' } })).toMatchObject({
      status: 'warn',
      message: 'Got 3 results, configured to warn if != 0',
    });
    const bounds = { warn_if: '>1', error_if: '>5' };
    expect(await check(under, { config: bounds })).toMatchObject({
      status: 'warn',
      message: 'Got 3 results, configured to warn if >1',
    });
    expect(await check(under, { config: { warn_if: '>5', error_if: '>5' } })).toMatchObject({ status: 'pass' });
    expect(await check(under, { config: { severity: 'warn' }, options: { warnError: true } })).toMatchObject({
      status: 'fail',
      message: 'Got 3 results, configured to fail if != 0',
    });
  });

  it('counts by fail_calc and looks at no more rows than limit', async () => {
    expect(await check(under, { config: { fail_calc: 'sum(n)' } })).toMatchObject({ failures: 6 });
    expect(await check(under, { config: { limit: 2 } })).toMatchObject({ failures: 2 });
  });

  it('says what is wrong with a fail_calc that is null or broken', async () => {
    const empty = await check(under, { sql: 'select 1 as n where 1 = 0', config: { fail_calc: 'sum(n)' } });
    expect(empty).toMatchObject({ status: 'error' });
    expect(empty.diagnostics[0]).toMatchObject({ code: 'TSDBT_TEST_RESULT_INVALID' });
    expect(await check(under, { config: { fail_calc: 'nonsense(' } })).toMatchObject({ status: 'error' });
  });

  it('stores failing rows and keeps the earlier ones while the test cannot run', async () => {
    const stored = () => rowsOf(under, `select * from ${under.name('the_test')} order by 1`);
    const config = { store_failures: true };
    expect(await check(under, { config })).toMatchObject({ status: 'fail', failures: 3 });
    expect(await stored()).toEqual([['1'], ['2'], ['3']]);
    expect(await check(under, { sql: 'select * from not_there', config })).toMatchObject({ status: 'error' });
    expect(await stored()).toHaveLength(3);
    const fixed = await check(under, { sql: 'select 1 as n where 1 = 0', config });
    expect(fixed).toMatchObject({ status: 'pass', failures: 0 });
    expect(await stored()).toEqual([]);
    const asView = await check(under, { config: { store_failures_as: 'view', limit: 1 } });
    expect(asView).toMatchObject({ status: 'fail', failures: 1 });
    expect(await stored()).toHaveLength(1);
  });

  it('holds back a model while a test of its parent fails', async () => {
    const model = (name: string, rawCode: string, parents: string[]) =>
      placed(
        under,
        modelNode(name, { rawCode, config: { materialized: 'table' }, dependsOn: { nodes: parents, macros: [] } }),
      );
    const test = (name: string, config: Record<string, unknown>) =>
      placed(
        under,
        otherNode('test', name, {
          rawCode: `select * from ${under.name('first')}`,
          config: config as Parameters<typeof otherNode>[2] extends { config?: infer C } ? C : never,
          relationName: null,
          dependsOn: { nodes: ['model.shop.first'], macros: [] },
        }),
      );
    const nodes = [
      model('first', 'select 1 as a', []),
      model('second', `select a from ${under.name('first')}`, ['model.shop.first']),
      model('third', `select a from ${under.name('second')}`, ['model.shop.second']),
    ];
    const failing = await runProject(under, [...nodes, test('bad', { severity: 'error' })]);
    expect(failing.results.get('second')).toMatchObject({
      status: 'skipped',
      message: 'Skipped because test bad failed',
    });
    expect(failing.results.get('third')).toMatchObject({ status: 'skipped' });
    const warning = await runProject(under, [...nodes, test('bad', { severity: 'warn' })]);
    expect(warning.results.get('third')).toMatchObject({ status: 'success' });
  });
});
