import { describe, expect, it } from 'vitest';
import { jsonText } from '../../../core/artifacts/json-text.js';
import { readRunRecord } from '../../../core/artifacts/run-record/read-run-record.js';
import type { RunRecord } from '../../../core/artifacts/run-record/run-record.js';
import { type RecordedRun, runRecordText, toRunRecord } from '../../../core/artifacts/run-record/to-run-record.js';
import type { Target } from '../../../core/project/project-config.js';
import type { Json } from '../../../core/resources/json.js';
import type { NodeResult } from '../../../core/results/node-result.js';
import { modelNode, otherNode } from '../../support/manifest.js';
import { nodeResult } from '../../support/node-results.js';

const orders = modelNode('orders', { config: { materialized: 'table' } });
const unique = otherNode('test', 'unique_orders_id', {
  attachedNode: orders.uniqueId,
  columnName: 'id',
  location: { file: 'models/schema.yml', line: 7, column: 11 },
});
const target = {
  profileName: 'shop',
  targetName: 'dev',
  profilesFile: null,
  credentials: { type: 'sqlite', describe: 'shop.sqlite', publicFields: { path: 'shop.sqlite' } },
} as unknown as Target;
const run: RecordedRun = {
  command: 'build',
  isFullRefresh: false,
  projectName: 'shop',
  find: (id) => [orders, unique].find(({ uniqueId }) => uniqueId === id),
  target,
  metadata: { toolVersion: '0.1.0', generatedAt: '2026-11-21T12:00:00.000000Z', invocationId: 'i' },
  paths: new Map([[unique.uniqueId, 'target/compiled/u.sql']]),
  scrub: (text) => text.replaceAll('hush', '*****'),
  diagnostics: [{ code: 'TSDBT_LEDGER_UNAVAILABLE', severity: 'warning', message: 'no ledger' }],
};

function recordOf(...results: NodeResult[]) {
  return toRunRecord({ results, elapsed: 1.5, wasCancelled: false }, run);
}

describe('runRecordText', () => {
  it('writes the same record, node by node', () => {
    const result = { results: [nodeResult(orders, {}), nodeResult(unique, {})], elapsed: 1.5, wasCancelled: false };
    const pieces = [...runRecordText(result, run)];
    expect(pieces.join('')).toBe(jsonText(toRunRecord(result, run) as unknown as Json));
    expect(pieces.filter((piece) => piece.includes('"unique_id"'))).toHaveLength(2);
  });

  it('has findings as the policy counts them', () => {
    const judge: NonNullable<RecordedRun['judge']> = (found) => found.map((one) => ({ ...one, severity: 'error' }));
    const result = { results: [], elapsed: 1.5, wasCancelled: false };
    const { findings } = JSON.parse([...runRecordText(result, { ...run, judge })].join('')) as RunRecord;
    expect(findings.map(({ severity }) => severity)).toEqual(['error']);
  });
});

describe('toRunRecord', () => {
  it('says of a failing test what it tests, where it is declared, and its first rows as text', () => {
    const sample = {
      columns: [{ name: 'id', type: null }],
      rows: [[10n], [null], ['x'.repeat(600)]],
      query: 'select 1\n',
    };
    const [node] = recordOf(nodeResult(unique, { status: 'fail', failures: 3, sample })).nodes;
    expect(node).toMatchObject({
      place: { file: 'models/schema.yml', line: 7, column: 11 },
      tested: { name: 'orders', place: { file: 'models/orders.sql', line: 1 }, column: 'id' },
      compiled_path: 'target/compiled/u.sql',
      sample: { columns: ['id'], rows: [['10'], [null], [`${'x'.repeat(500)}...`]], query: 'select 1' },
    });
  });

  it('hides secrets before it cuts', () => {
    const sample = { columns: [{ name: 'hush', type: null }], rows: [[`${'x'.repeat(498)}hush`]], query: "'hush'" };
    const diagnostics = [{ code: 'TSDBT_NODE_FAILED', severity: 'error', message: 'hush', hint: 'hush' } as const];
    const record = recordOf(nodeResult(unique, { status: 'fail', message: 'hush', sample, diagnostics }));
    expect(JSON.stringify(record)).not.toContain('hu');
  });

  it('keeps findings with their places, those of the run apart', () => {
    const location = { file: 'models/orders.sql', line: 3, column: 5 };
    const record = recordOf(
      nodeResult(orders, {
        status: 'error',
        diagnostics: [{ code: 'TSDBT_NODE_FAILED', severity: 'error', message: 'no such column', location }],
      }),
    );
    expect(record.nodes[0].findings).toEqual([
      {
        code: 'TSDBT_NODE_FAILED',
        severity: 'error',
        message: 'no such column',
        hint: null,
        place: location,
        compiled_path: null,
        node: null,
      },
    ]);
    expect(record.findings.map(({ message }) => message)).toEqual(['no ledger']);
  });
});

describe('readRunRecord', () => {
  it('reads back what was written, keys of a later minor version left out', () => {
    const record = recordOf(nodeResult(orders, { rows: 7 }), nodeResult(unique, { status: 'pass', failures: 0 }));
    expect(readRunRecord(JSON.stringify({ ...record, added_later: 1 }))).toEqual({ record });
  });

  it('tells a file of another version from a damaged one', () => {
    const record = recordOf();
    const later = { ...record, metadata: { ...record.metadata, tsdbt_run_version: 2 } };
    expect(readRunRecord(JSON.stringify(later))).toEqual({
      problem: 'it has version 2, expected 1: another version of tsdbt wrote it',
    });
    expect(readRunRecord('{"metadata":')).toEqual({ problem: expect.stringContaining('it is no record of a run') });
    expect(readRunRecord(JSON.stringify({ ...record, elapsed: 'long' }))).toEqual({
      problem: expect.stringContaining('elapsed'),
    });
  });
});
