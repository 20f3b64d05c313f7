/**
 * tsdbt_run.json: what dbt's artifacts do not say of a run and reports need, such as failing rows, findings with their
 * places and the database that was written. Versioned; keys as in all artifacts.
 */
import * as v from 'valibot';

/** Raised when a reader of the version before would misread the file. */
export const RUN_RECORD_VERSION = 1;

const place = v.object({
  /** Relative to the project, forward slashes. */
  file: v.string(),
  /** From 1. */
  line: v.number(),
  column: v.number(),
});

const finding = v.object({
  code: v.string(),
  severity: v.picklist(['error', 'warning']),
  message: v.string(),
  hint: v.nullable(v.string()),
  place: v.nullable(place),
  /** Path of the compiled SQL, when the database refused it. */
  compiled_path: v.nullable(v.string()),
  /** Unique id of the node that it is about. */
  node: v.nullable(v.string()),
});

const sample = v.object({
  columns: v.array(v.string()),
  /** Cells as text; long ones are cut. */
  rows: v.array(v.array(v.nullable(v.string()))),
  query: v.string(),
});

const node = v.object({
  unique_id: v.string(),
  name: v.string(),
  resource_type: v.string(),
  /** Of models: view, table, incremental ... */
  materialized: v.nullable(v.string()),
  place,
  /** Of a test: what it tests. */
  tested: v.nullable(v.object({ unique_id: v.string(), name: v.string(), place, column: v.nullable(v.string()) })),
  status: v.picklist(['success', 'pass', 'warn', 'fail', 'error', 'skipped', 'cancelled', 'no-op']),
  /** Whether it began before the run ended. */
  was_started: v.boolean(),
  message: v.string(),
  failures: v.nullable(v.number()),
  /** Written or loaded. */
  rows: v.nullable(v.number()),
  /** Seconds. */
  execution_time: v.number(),
  compiled_path: v.nullable(v.string()),
  findings: v.array(finding),
  /** First failing rows of a test. */
  sample: v.nullable(sample),
  /** With --reuse: whether it was left as it is, and why or why not. */
  reuse: v.optional(v.object({ is_reused: v.boolean(), reason: v.string() })),
});

/** The whole file. Keys that a later version adds are ignored. */
export const runRecordSchema = v.object({
  metadata: v.object({
    tsdbt_run_version: v.literal(RUN_RECORD_VERSION),
    tsdbt_version: v.string(),
    /** ISO 8601, UTC. */
    generated_at: v.string(),
    invocation_id: v.string(),
    command: v.string(),
  }),
  project_name: v.string(),
  target: v.object({
    name: v.string(),
    type: v.string(),
    /** One line for people. */
    describe: v.string(),
    /** The fields of the output that are no secrets, as templates see them. */
    fields: v.record(v.string(), v.unknown()),
  }),
  was_full_refresh: v.boolean(),
  was_cancelled: v.boolean(),
  /** Seconds. */
  elapsed: v.number(),
  nodes: v.array(node),
  /** What was found that belongs to no node. */
  findings: v.array(finding),
});

export type RunRecord = v.InferOutput<typeof runRecordSchema>;
export type NodeRecord = RunRecord['nodes'][number];
export type RecordedFinding = RunRecord['findings'][number];
export type RecordedPlace = NodeRecord['place'];
export type RecordedSample = NonNullable<NodeRecord['sample']>;
