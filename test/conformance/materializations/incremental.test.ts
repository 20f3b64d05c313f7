import { expect, it } from 'vitest';
import type { NodeResult } from '../../../core/results/node-result.js';
import { builtInEnvironment } from '../../support/execute/built-in-environment.js';
import { placed, type RunSettings, rowsOf, runProject } from '../../support/execute/project-run.js';
import { refusedLookUps } from '../../support/execute/refused-look-ups.js';
import { modelNode } from '../../support/manifest.js';
import { type AdapterUnderTest, forEachAdapter } from '../support.js';

interface Batch {
  readonly sql: string;
  readonly config?: Record<string, unknown>;
  readonly options?: RunSettings['options'];
  readonly deps?: RunSettings['deps'];
}

async function build(under: AdapterUnderTest, name: string, batch: Batch): Promise<NodeResult> {
  const config = { materialized: 'incremental', ...batch.config } as ReturnType<typeof modelNode>['config'];
  const node = placed(under, modelNode(name, { rawCode: batch.sql, config }));
  const { results } = await runProject(under, [node], { command: 'run', options: batch.options, deps: batch.deps });
  return results.get(name)!;
}

const rows = (...values: (string | null)[][]) =>
  values
    .map(([id, name]) => `select ${id === null ? 'cast(null as integer)' : id} as id, '${name}' as name`)
    .join(' union all ');

forEachAdapter('incremental models', (under) => {
  const contents = (name: string) =>
    rowsOf(under, `select id, name from ${under.name(name)} order by coalesce(id, 0), name`);

  it('appends without a unique key', async () => {
    expect(await build(under, 'log', { sql: rows(['1', 'a']) })).toMatchObject({ status: 'success' });
    expect(await build(under, 'log', { sql: rows(['1', 'a'], ['2', 'b']) })).toMatchObject({ status: 'success' });
    expect(await contents('log')).toEqual([
      ['1', 'a'],
      ['1', 'a'],
      ['2', 'b'],
    ]);
  });

  it('replaces all rows of a key that is in the batch, repeated keys included', async () => {
    const config = { unique_key: 'id' };
    await build(under, 'parts', { sql: rows(['1', 'a'], ['1', 'b'], ['2', 'c']), config });
    await build(under, 'parts', { sql: rows(['1', 'x'], ['1', 'y'], ['1', 'z'], ['3', 'n']), config });
    expect(await contents('parts')).toEqual([
      ['1', 'x'],
      ['1', 'y'],
      ['1', 'z'],
      ['2', 'c'],
      ['3', 'n'],
    ]);
  });

  it('replaces rows whose key is null instead of piling them up', async () => {
    const config = { unique_key: 'id' };
    await build(under, 'nulls', { sql: rows([null, 'old'], ['1', 'a']), config });
    await build(under, 'nulls', { sql: rows([null, 'new']), config });
    await build(under, 'nulls', { sql: rows(['1', 'b']), config });
    expect(await contents('nulls')).toEqual([
      ['null', 'new'],
      ['1', 'b'],
    ]);
  });

  it('matches keys of several columns, nulls in them too', async () => {
    const config = { unique_key: ['id', 'name'] };
    await build(under, 'pairs', { sql: rows(['1', 'a'], ['1', 'b'], [null, 'a'], [null, 'b']), config });
    await build(under, 'pairs', { sql: rows(['1', 'a'], [null, 'a']), config });
    expect(await contents('pairs')).toEqual([
      ['null', 'a'],
      ['null', 'b'],
      ['1', 'a'],
      ['1', 'b'],
    ]);
  });

  it('puts columns where their names say', async () => {
    await build(under, 'swapped', { sql: "select 1 as id, 'a' as name" });
    await build(under, 'swapped', { sql: "select 'b' as name, 2 as id" });
    expect(await contents('swapped')).toEqual([
      ['1', 'a'],
      ['2', 'b'],
    ]);
  });

  it('rebuilds with --full-refresh, unless the config protects the model', async () => {
    await build(under, 'kept', { sql: rows(['1', 'a']) });
    const options = { fullRefresh: true };
    await build(under, 'kept', { sql: rows(['2', 'b']), config: { full_refresh: false }, options });
    expect(await contents('kept')).toHaveLength(2);
    await build(under, 'kept', { sql: rows(['3', 'c']), options });
    expect(await contents('kept')).toEqual([['3', 'c']]);
  });

  it('asks the macro should_full_refresh that a project has of its own, as is_incremental does', async () => {
    const protect = '{% macro should_full_refresh() %}{{ return(False) }}{% endmacro %}';
    const sql = `${rows(['1', 'a'])} {% if not is_incremental() %} union all ${rows(['2', 'b'])} {% endif %}`;
    const config = { unique_key: 'id' };
    await build(under, 'protected', { sql, config });
    const environment = await builtInEnvironment(under.adapter, protect);
    await build(under, 'protected', { sql, config, options: { fullRefresh: true }, deps: { environment } });
    expect(await contents('protected')).toEqual([
      ['1', 'a'],
      ['2', 'b'],
    ]);
  });

  it('leaves the rows as they were when the batch fails', async () => {
    const config = { unique_key: 'id' };
    await build(under, 'safe', { sql: rows(['1', 'a']), config });
    const hook = { sql: 'select * from not_there', transaction: true };
    const result = await build(under, 'safe', { sql: rows(['1', 'b']), config: { ...config, 'post-hook': [hook] } });
    expect(result).toMatchObject({ status: 'error' });
    expect(await contents('safe')).toEqual([['1', 'a']]);
  });

  it('replaces a view that the model was before', async () => {
    await build(under, 'was_view', { sql: rows(['9', 'v']), config: { materialized: 'view' } });
    expect(await build(under, 'was_view', { sql: rows(['1', 'a']) })).toMatchObject({ status: 'success' });
    expect(await contents('was_view')).toEqual([['1', 'a']]);
  });

  it('refuses strategies that it does not have, and a change of columns that the config forbids to ignore', async () => {
    await build(under, 'strict', { sql: rows(['1', 'a']) });
    const unbuilt = { incremental_strategy: 'microbatch' };
    const microbatch = await build(under, 'strict', { sql: rows(['2', 'b']), config: unbuilt });
    expect(microbatch.diagnostics[0]).toMatchObject({ code: 'TSDBT_FEATURE_UNAVAILABLE' });
    expect(microbatch.diagnostics[0].hint).toContain('delete+insert');
    const typo = await build(under, 'strict', { sql: rows(['2', 'b']), config: { incremental_strategy: 'apend' } });
    expect(typo.diagnostics[0]).toMatchObject({ code: 'TSDBT_STRATEGY_UNKNOWN', hint: "Did you mean 'append'?" });
    const changed = await build(under, 'strict', {
      sql: "select 2 as id, 'b' as name, 1 as extra",
      config: { on_schema_change: 'fail' },
    });
    expect(changed.diagnostics[0]).toMatchObject({ code: 'TSDBT_COLUMNS_CHANGED' });
    expect(changed.message).toContain('extra is new');
    expect(await contents('strict')).toEqual([['1', 'a']]);
  });

  it('does not rebuild when the database cannot say whether the table exists', async () => {
    await build(under, 'unsure', { sql: rows(['1', 'a']) });
    const broken = refusedLookUps(under.adapter, 'listing refused');
    const node = placed(
      under,
      modelNode('unsure', { rawCode: rows(['2', 'b']), config: { materialized: 'incremental' } }),
    );
    const { results } = await runProject(under, [node], { command: 'run', deps: { adapter: broken } });
    expect(results.get('unsure')!.diagnostics[0]).toMatchObject({ code: 'TSDBT_RELATION_UNKNOWN' });
    expect(await contents('unsure')).toEqual([['1', 'a']]);
  });
});
