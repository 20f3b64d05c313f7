/** Records of runs made by hand, for tests of reports. */
import type { NodeRecord, RecordedFinding, RunRecord } from '../../core/artifacts/run-record/run-record.js';

/** A model `name` in `models/<name>.sql` that was built in a tenth of a second. */
export function nodeRecord(name: string, parts: Partial<NodeRecord> = {}): NodeRecord {
  return {
    unique_id: `${parts.resource_type ?? 'model'}.shop.${name}`,
    name,
    resource_type: 'model',
    materialized: 'table',
    place: { file: `models/${name}.sql`, line: 1, column: 1 },
    tested: null,
    status: 'success',
    was_started: true,
    message: 'SELECT 3',
    failures: null,
    rows: 3,
    execution_time: 0.1,
    compiled_path: null,
    findings: [],
    sample: null,
    ...parts,
  };
}

/** A test declared at `models/schema.yml:7` of the model `of`. */
export function testRecord(name: string, of: string, parts: Partial<NodeRecord> = {}): NodeRecord {
  return nodeRecord(name, {
    resource_type: 'test',
    materialized: null,
    place: { file: 'models/schema.yml', line: 7, column: 11 },
    tested: {
      unique_id: `model.shop.${of}`,
      name: of,
      place: { file: `models/${of}.sql`, line: 1, column: 1 },
      column: 'id',
    },
    status: 'pass',
    message: 'PASS',
    failures: 0,
    rows: null,
    ...parts,
  });
}

export function finding(message: string, parts: Partial<RecordedFinding> = {}): RecordedFinding {
  return {
    code: 'TSDBT_NODE_FAILED',
    severity: 'error',
    message,
    hint: null,
    place: null,
    compiled_path: null,
    node: null,
    ...parts,
  };
}

/** A build of the project `shop` on SQLite. */
export function runRecord(nodes: readonly NodeRecord[], parts: Partial<RunRecord> = {}): RunRecord {
  return {
    metadata: {
      tsdbt_run_version: 1,
      tsdbt_version: '0.1.0',
      generated_at: '2026-11-21T12:00:00.000000Z',
      invocation_id: 'i',
      command: 'build',
    },
    project_name: 'shop',
    target: { name: 'dev', type: 'sqlite', describe: 'shop.sqlite', fields: {} },
    was_full_refresh: false,
    was_cancelled: false,
    elapsed: 4.25,
    nodes: [...nodes],
    findings: [],
    ...parts,
  };
}
