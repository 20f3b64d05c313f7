/** run_results.json (dbt's version 6) from the result of a run. Pure; io writes it. Statuses that dbt lacks become its own here. */
import type { InvocationFacts } from '../project/invocation.js';
import type { JsonObject } from '../resources/json.js';
import type { GraphNode } from '../resources/node.js';
import type { NodeResult, RunResult } from '../results/node-result.js';
import { longDictText } from './json-text.js';
import { type ArtifactMetadata, metadataDict } from './metadata.js';

const RUN_RESULTS_SCHEMA = 'https://schemas.getdbt.com/dbt/run-results/v6.json';

/** Gives the whole artifact in pieces; `args` is the command line as a dict, lower-case keys. */
export function* runResultsText(
  result: RunResult,
  metadata: ArtifactMetadata,
  { args }: Pick<InvocationFacts, 'args'>,
): Generator<string> {
  yield* longDictText({
    before: { metadata: runResultsMetadata(metadata) },
    key: 'results',
    items: mapped(result.results, resultDict),
    after: { elapsed_time: result.elapsed, args },
  });
}

function* mapped<T, R>(values: Iterable<T>, change: (value: T) => R): Generator<R> {
  for (const value of values) yield change(value);
}

/** `metadata` of the artifact. */
export function runResultsMetadata(metadata: ArtifactMetadata): JsonObject {
  return metadataDict(RUN_RESULTS_SCHEMA, metadata);
}

function resultDict(result: NodeResult): JsonObject {
  const isUncompiled = result.node.resourceType === 'seed' || result.node.resourceType === 'exposure';
  return {
    status: statusOf(result),
    timing: result.timing.map(({ name, startedAt, completedAt }) => ({
      name,
      started_at: startedAt,
      completed_at: completedAt,
    })),
    thread_id: result.threadId,
    execution_time: result.executionTime,
    adapter_response: { ...result.adapterResponse },
    message: result.message === '' ? null : result.message,
    failures: result.failures,
    unique_id: result.node.uniqueId,
    compiled: isUncompiled ? null : result.compiled !== null,
    compiled_code: result.compiled?.sql.text ?? null,
    relation_name: isUncompiled ? null : relationName(result.node),
    batch_results: null,
  };
}

/** dbt knows no cancelled nodes: one that never started counts as skipped, one that was stopped as failed. */
function statusOf({ status, timing }: NodeResult): string {
  if (status !== 'cancelled') return status;
  return timing.length === 0 ? 'skipped' : 'error';
}

function relationName(node: GraphNode): string | null {
  return 'relationName' in node ? node.relationName : null;
}
