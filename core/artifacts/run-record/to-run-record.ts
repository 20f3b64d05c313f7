/** Makes the record of a run from its result. Pure; io writes it as tsdbt_run.json. */
import type { Credentials } from '../../adapter/adapter.js';
import { cellText } from '../../adapter/values/cell-text.js';
import type { Diagnostic, Location } from '../../diagnostics/diagnostic.js';
import type { Scrubber } from '../../diagnostics/scrub.js';
import type { WarningPolicy } from '../../diagnostics/warning-policy.js';
import type { RowSample } from '../../plan/node-plan.js';
import type { JsonObject } from '../../resources/json.js';
import type { GraphNode, UniqueId } from '../../resources/node.js';
import type { NodeResult, RunResult } from '../../results/node-result.js';
import { longDictText } from '../json-text.js';
import type { ArtifactMetadata } from '../metadata.js';
import {
  type NodeRecord,
  type RecordedFinding,
  type RecordedPlace,
  type RecordedSample,
  RUN_RECORD_VERSION,
  type RunRecord,
} from './run-record.js';

/** What a record is made of besides the result. */
export interface RecordedRun {
  readonly command: string;
  readonly isFullRefresh: boolean;
  readonly projectName: string;
  /** Any node that a test may be of. */
  readonly find: (id: UniqueId) => GraphNode | undefined;
  readonly target: {
    readonly targetName: string;
    readonly credentials: Pick<Credentials, 'type' | 'describe' | 'publicFields'>;
  };
  readonly metadata: Pick<ArtifactMetadata, 'toolVersion' | 'generatedAt' | 'invocationId'>;
  /** Where compiled files lie, relative to the project. */
  readonly paths: ReadonlyMap<UniqueId, string>;
  /** Of the run as a whole. */
  readonly diagnostics: readonly Diagnostic[];
  /** Gives warnings as they count, where that is not yet done. */
  readonly judge?: WarningPolicy;
  /** Hides secrets: before a text is cut, and before a report spells it in a way in which they are not found. */
  readonly scrub: Scrubber;
}

/** Characters of a cell that are kept: a failing row may hold a document. */
const LONGEST_CELL = 500;
/** Databases put the value that they refuse into the message. */
const LONGEST_MESSAGE = 4000;

/** The record of a run. What users and databases say in it holds no secret. */
export function toRunRecord(result: RunResult, run: RecordedRun): RunRecord {
  return { ...frameOf(result, run), nodes: [...nodeRecords(result, run)], findings: findingsOf(run.diagnostics, run) };
}

/** The same record as JSON, in pieces. */
export function* runRecordText(result: RunResult, run: RecordedRun): Generator<string> {
  const plain = (value: object): JsonObject => value as JsonObject;
  yield* longDictText({
    before: plain(frameOf(result, run)),
    key: 'nodes',
    items: nodeRecords(result, run) as Iterable<object> as Iterable<JsonObject>,
    after: plain({ findings: findingsOf(run.diagnostics, run) }),
  });
}

function* nodeRecords({ results }: RunResult, run: RecordedRun): Generator<NodeRecord> {
  for (const one of results) yield nodeRecord(one, run);
}

function findingsOf(diagnostics: readonly Diagnostic[], { judge, scrub }: RecordedRun): RecordedFinding[] {
  return (judge?.(diagnostics) ?? diagnostics).map((diagnostic) => findingOf(diagnostic, scrub));
}

function frameOf(result: RunResult, run: RecordedRun): Omit<RunRecord, 'nodes' | 'findings'> {
  const { credentials, targetName } = run.target;
  return {
    metadata: {
      tsdbt_run_version: RUN_RECORD_VERSION,
      tsdbt_version: run.metadata.toolVersion,
      generated_at: run.metadata.generatedAt,
      invocation_id: run.metadata.invocationId,
      command: run.command,
    },
    project_name: run.projectName,
    target: {
      name: targetName,
      type: credentials.type,
      describe: credentials.describe,
      fields: credentials.publicFields as Record<string, unknown>,
    },
    was_full_refresh: run.isFullRefresh,
    was_cancelled: result.wasCancelled,
    elapsed: result.elapsed,
  };
}

function nodeRecord(result: NodeResult, run: RecordedRun): NodeRecord {
  const { node, sample, reuse } = result;
  return {
    unique_id: node.uniqueId,
    name: node.resourceType === 'source' ? `${node.sourceName}.${node.name}` : node.name,
    resource_type: node.resourceType,
    materialized: node.resourceType === 'model' ? String(node.config.materialized ?? 'view') : null,
    place: placeOf(node.location),
    tested: testedOf(node, run.find),
    status: result.status,
    was_started: result.timing.length > 0,
    message: shortened(run.scrub(result.message)),
    failures: result.failures,
    rows: result.rows,
    execution_time: result.executionTime,
    compiled_path: run.paths.get(node.uniqueId) ?? null,
    findings: findingsOf(result.diagnostics, run),
    sample: sample === null || node.resourceType !== 'test' ? null : sampleOf(sample, run.scrub),
    ...(reuse === undefined ? {} : { reuse: { is_reused: reuse.isReused, reason: run.scrub(reuse.reason) } }),
  };
}

/** A test that is attached to nothing says what it tests when it reads one thing alone. */
function testedOf(node: GraphNode, find: RecordedRun['find']): NodeRecord['tested'] {
  if (node.resourceType !== 'test') return null;
  const parents = node.dependsOn.nodes;
  const id = node.attachedNode ?? (parents.length === 1 ? parents[0] : null);
  const tested = id === null ? undefined : find(id);
  if (tested === undefined) return null;
  return {
    unique_id: tested.uniqueId,
    name: tested.name,
    place: placeOf(tested.location),
    column: node.columnName,
  };
}

function sampleOf({ columns, rows, query }: RowSample, scrub: Scrubber): RecordedSample {
  return {
    columns: columns.map(({ name }) => scrub(name)),
    rows: rows.map((row) =>
      row.map((cell) => {
        const value = cellText(cell);
        const text = value === null ? null : scrub(value);
        return text === null || text.length <= LONGEST_CELL ? text : `${text.slice(0, LONGEST_CELL)}...`;
      }),
    ),
    query: scrub(query.trim()),
  };
}

/** A diagnostic as the record keeps it. */
function findingOf(diagnostic: Diagnostic, scrub: Scrubber): RecordedFinding {
  const { location } = diagnostic;
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: shortened(scrub(diagnostic.message)),
    hint: diagnostic.hint === undefined ? null : scrub(diagnostic.hint),
    place: location === undefined ? null : placeOf(location),
    compiled_path: diagnostic.compiledPath ?? null,
    node: diagnostic.node ?? null,
  };
}

function placeOf({ file, line, column }: Location): RecordedPlace {
  return { file, line, column };
}

function shortened(message: string): string {
  return message.length <= LONGEST_MESSAGE ? message : `${message.slice(0, LONGEST_MESSAGE)}...`;
}
