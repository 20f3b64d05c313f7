import { describe, expect, it } from 'vitest';
import { startHandle } from '../../../../core/api/library/running/run-handle.js';
import { toNodeInfo } from '../../../../core/api/library/to-public.js';
import type { RunEvent } from '../../../../core/api/library/types/events.js';
import type { NodeResult, RunResult } from '../../../../core/api/library/types/results.js';
import { nodeOutcomes } from '../../../../core/api/vitest/node-outcomes.js';
import { failureAt, testMessage } from '../../../../core/api/vitest/test-messages.js';

const location = { file: 'models/schema.yml', line: 7, column: 3 };

const node = toNodeInfo({
  ...{ resourceType: 'exposure', uniqueId: 'a', name: 'a', packageName: 'shop', fqn: [], path: '', tags: [], meta: {} },
  ...{ description: '', originalFilePath: '', config: {}, unrenderedConfig: {}, refs: [], sources: [], location },
  ...{ type: 'dashboard', owner: {}, label: null, maturity: null, url: null, dependsOn: { nodes: [], macros: [] } },
});

const nodeResult: NodeResult = {
  ...{ node, status: 'fail', message: 'Got 3 results', failures: 3, rowsAffected: null, seconds: 0 },
  ...{ sql: 'select 1', table: null, diagnostics: [] },
};

const result: RunResult = {
  ...{ invocationId: 'i', command: 'test', status: 'failed', success: false, diagnostics: [], seconds: 0 },
  results: [nodeResult],
};

const finished: RunEvent = { kind: 'node-finished', node, index: 1, total: 1, result: nodeResult };

describe('nodeOutcomes', () => {
  it('answers a node when it is done, before the run is', async () => {
    let goOn = (): void => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const outcomes = nodeOutcomes(
      startHandle(async (emit) => {
        emit({ kind: 'run-started', command: 'test', total: 1 });
        await gate;
        emit(finished);
        await new Promise(() => {});
        return result;
      }, undefined),
    );
    await outcomes.started;
    const early = outcomes.resultOf('a');
    goOn();
    expect(await early).toBe(nodeResult);
    expect(await outcomes.resultOf('a')).toBe(nodeResult);
  });

  it('answers null for a node that the run ended without', async () => {
    const outcomes = nodeOutcomes(startHandle(async () => result, undefined));
    expect(await outcomes.resultOf('b')).toBeNull();
    expect(await outcomes.resultOf('b')).toBeNull();
  });

  it('tells of a run that could not be done, and leaves nobody waiting', async () => {
    const outcomes = nodeOutcomes(startHandle(() => Promise.reject(new Error('no database')), undefined));
    await expect(outcomes.started).rejects.toThrow('no database');
    expect(await outcomes.resultOf('a')).toBeNull();
  });
});

describe('testMessage', () => {
  it('holds the verdict, the place, the rows and the query', () => {
    const table = { columns: [], cells: [], rows: [{ id: 1 }, { id: 2n }] };
    expect(testMessage({ ...nodeResult, table })).toBe(
      'a found 3 rows (models/schema.yml:7:3)\n  {"id":1}\n  {"id":"2"}\n  ... and 1 more\n\nselect 1',
    );
  });

  it('holds what the database said of a test that could not run', () => {
    const message = 'no such table';
    const diagnostics = [
      { code: 'TSDBT_DATABASE_ERROR', severity: 'error', message, hint: 'Build it.', location },
    ] as const;
    expect(testMessage({ ...nodeResult, failures: null, message, sql: null, diagnostics })).toBe(
      'a: no such table (models/schema.yml:7:3)\n  Build it.',
    );
  });

  it('becomes an error that points to the file', () => {
    const error = failureAt('found 1 row', location, '/shop');
    expect([error.name, error.stack]).toEqual([
      'AssertionError',
      'AssertionError: found 1 row\n    at /shop/models/schema.yml:7:3',
    ]);
  });
});
