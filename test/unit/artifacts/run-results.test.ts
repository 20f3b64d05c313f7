import { describe, expect, it } from 'vitest';
import { runResultsText } from '../../../core/artifacts/run-results.js';
import type { NodeResult } from '../../../core/results/node-result.js';
import { plainText } from '../../../core/template/source-map.js';
import { modelNode, otherNode } from '../../support/manifest.js';

const metadata = {
  dbtVersion: '1.11.16',
  toolVersion: '0.1.0',
  generatedAt: '2026-11-21T12:50:40.261254Z',
  invocationId: '62894434-950d-4338-a51d-a30ef28100d4',
  invocationStartedAt: '2026-11-21T12:50:37.784498Z',
  env: {},
};

const timing = [
  { name: 'compile' as const, startedAt: '2026-11-21T12:50:39.999839Z', completedAt: '2026-11-21T12:50:40.008178Z' },
];

function result(parts: Partial<NodeResult>): NodeResult {
  const node = modelNode('a');
  return {
    node,
    status: 'success',
    message: 'CREATE VIEW',
    failures: null,
    rows: null,
    adapterResponse: { _message: 'CREATE VIEW', code: 'CREATE VIEW', rows_affected: -1 },
    compiled: { node, sql: plainText('select 1 as x'), extraCtes: [] },
    sample: null,
    diagnostics: [],
    timing,
    executionTime: 0.164,
    threadId: 'Thread-1 (worker)',
    ...parts,
  };
}

const artifact = (results: readonly NodeResult[]) =>
  JSON.parse(
    [...runResultsText({ results, elapsed: 0.41, wasCancelled: false }, metadata, { args: { which: 'build' } })].join(
      '',
    ),
  ) as { results: Record<string, unknown>[] } & Record<string, unknown>;

describe('run_results.json', () => {
  it('has the keys of dbt, in its order', () => {
    const { results, ...rest } = artifact([result({})]);
    expect(Object.keys(rest)).toEqual(['metadata', 'elapsed_time', 'args']);
    expect(Object.keys(results[0])).toEqual([
      ...['status', 'timing', 'thread_id', 'execution_time', 'adapter_response', 'message', 'failures', 'unique_id'],
      ...['compiled', 'compiled_code', 'relation_name', 'batch_results'],
    ]);
    expect(results[0]).toEqual({
      status: 'success',
      timing: [
        {
          name: 'compile',
          started_at: '2026-11-21T12:50:39.999839Z',
          completed_at: '2026-11-21T12:50:40.008178Z',
        },
      ],
      thread_id: 'Thread-1 (worker)',
      execution_time: 0.164,
      adapter_response: { _message: 'CREATE VIEW', code: 'CREATE VIEW', rows_affected: -1 },
      message: 'CREATE VIEW',
      failures: null,
      unique_id: 'model.shop.a',
      compiled: true,
      compiled_code: 'select 1 as x',
      relation_name: '"db"."main"."a"',
      batch_results: null,
    });
    expect(rest.metadata).toMatchObject({ dbt_schema_version: 'https://schemas.getdbt.com/dbt/run-results/v6.json' });
  });

  it('says of seeds what dbt says of them', () => {
    const node = otherNode('seed', 's');
    expect(artifact([result({ node, compiled: null })]).results[0]).toMatchObject({
      compiled: null,
      compiled_code: null,
      relation_name: null,
    });
  });

  it('gives a passing test no message', () => {
    const node = otherNode('test', 't');
    const [entry] = artifact([result({ node, status: 'pass', message: '', failures: 0 })]).results;
    expect(entry).toMatchObject({ status: 'pass', message: null, failures: 0 });
  });

  it('turns a cancelled node into skipped when it never started, else into an error', () => {
    const { results } = artifact([
      result({ status: 'cancelled', message: 'Cancelled before it started', timing: [], compiled: null }),
      result({ status: 'cancelled', message: 'was cancelled' }),
    ]);
    expect(results.map(({ status, message, compiled }) => [status, message, compiled])).toEqual([
      ['skipped', 'Cancelled before it started', false],
      ['error', 'was cancelled', true],
    ]);
  });
});
