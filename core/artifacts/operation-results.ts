/** run_results.json of `run-operation`, as dbt writes it: the one result of a macro. Pure. */
import { type Diagnostic, hasErrors } from '../diagnostics/diagnostic.js';
import type { InvocationFacts } from '../project/invocation.js';
import type { JsonObject } from '../resources/json.js';
import type { UniqueId } from '../resources/node.js';
import type { ArtifactMetadata } from './metadata.js';
import { runResultsMetadata } from './run-results.js';

/** What became of a macro. */
export interface OperationRecord {
  readonly macro: UniqueId;
  readonly diagnostics: readonly Diagnostic[];
  /** ISO 8601, UTC, microseconds. */
  readonly startedAt: string;
  readonly completedAt: string;
}

/** Gives the whole artifact; `args` is the command line as a dict, the macro's name and arguments in it. */
export function toOperationResultsArtifact(
  { macro, diagnostics, startedAt, completedAt }: OperationRecord,
  metadata: ArtifactMetadata,
  { args }: Pick<InvocationFacts, 'args'>,
): JsonObject {
  const seconds = (Date.parse(completedAt) - Date.parse(startedAt)) / 1000;
  const hasFailed = hasErrors(diagnostics);
  const result: JsonObject = {
    status: hasFailed ? 'error' : 'success',
    timing: [{ name: 'execute', started_at: startedAt, completed_at: completedAt }],
    thread_id: 'MainThread',
    execution_time: seconds,
    adapter_response: {},
    message: null,
    failures: hasFailed ? 1 : 0,
    unique_id: macro,
    compiled: false,
    compiled_code: null,
    relation_name: null,
    batch_results: null,
  };
  return { metadata: runResultsMetadata(metadata), results: [result], elapsed_time: seconds, args };
}
