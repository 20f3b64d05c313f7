import { describe, expect, it } from 'vitest';
import { runResultsText } from '../../../core/artifacts/run-results.js';
import type { NodeResult, NodeStatus } from '../../../core/results/node-result.js';
import { failedHooks, nodesNotDone, type PreviousRun, readPreviousRun } from '../../../core/state/previous-run.js';
import { modelNode } from '../../support/manifest.js';

const timing = [{ name: 'execute', startedAt: '', completedAt: '' }] as const;

function result(name: string, status: NodeStatus, isStarted: boolean): NodeResult {
  return {
    ...{ node: modelNode(name), status, message: '', failures: null, rows: null, adapterResponse: {}, compiled: null },
    ...{ sample: null, diagnostics: [], timing: isStarted ? timing : [], executionTime: 0, threadId: 'Thread-1' },
  };
}

const metadata = {
  ...{ dbtVersion: '1.11.0', toolVersion: '0', generatedAt: '2026-01-01T00:00:00.000000Z', invocationId: 'id' },
  ...{ invocationStartedAt: '2026-01-01T00:00:00.000000Z', env: {} },
};

/** What is read of the file that a run wrote. */
function written(results: readonly NodeResult[]): PreviousRun {
  const text = runResultsText({ results, elapsed: 1, wasCancelled: true }, metadata, { args: { which: 'run' } });
  const read = readPreviousRun(JSON.parse([...text].join('')));
  if (read === null) throw new Error('not read');
  return read;
}

describe('of a run', () => {
  it('what was cancelled is not done, whether it had begun or not', () => {
    const run = written([
      result('done', 'success', true),
      result('stopped', 'cancelled', true),
      result('waiting', 'cancelled', false),
    ]);
    expect(run.command).toBe('run');
    expect(nodesNotDone(run, { warned: false })).toEqual(['model.shop.stopped', 'model.shop.waiting']);
  });

  const told = (...statuses: readonly string[]): PreviousRun => ({
    command: 'build',
    args: {},
    results: statuses.map((status) => ({ uniqueId: `test.shop.${status}`, status })),
  });

  it('what failed, was skipped, or is done in part is not done; what warned is, unless warnings fail', () => {
    const run = told(
      'success',
      'pass',
      'warn',
      'fail',
      'error',
      'skipped',
      'no-op',
      'runtime error',
      'partial success',
    );
    const notDone = ['fail', 'error', 'skipped', 'runtime error', 'partial success'].map((name) => `test.shop.${name}`);
    expect(nodesNotDone(run, { warned: false })).toEqual(notDone);
    expect(nodesNotDone(run, { warned: true })).toEqual(['test.shop.warn', ...notDone]);
  });

  it('hooks are no nodes', () => {
    const id = 'operation.shop.shop-on-run-end-0';
    const run = { command: 'build', args: {}, results: [{ uniqueId: id, status: 'error' }] };
    expect(nodesNotDone(run, { warned: false })).toEqual([]);
    expect(failedHooks(run)).toEqual([id]);
  });
});

it.each([null, [], {}, { args: {}, results: [] }, { args: { which: 'run' } }, { args: { which: 1 }, results: [] }])(
  '%j is no run',
  (value) => {
    expect(readPreviousRun(value as never)).toBeNull();
  },
);
