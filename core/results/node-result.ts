/** What became of a node, and of a run. Statuses beyond dbt's are mapped in artifacts only. */
import type { CompiledNode } from '../compile/compiled-node.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { RowSample } from '../plan/node-plan.js';
import type { GraphNode } from '../resources/node.js';

/** `no-op` is what an exposure comes to: there is nothing to run. */
export type NodeStatus = 'success' | 'pass' | 'warn' | 'fail' | 'error' | 'skipped' | 'cancelled' | 'no-op';

export interface NodeTiming {
  readonly name: 'compile' | 'execute';
  /** ISO 8601, UTC, microseconds. */
  readonly startedAt: string;
  readonly completedAt: string;
}

export interface NodeResult {
  readonly node: GraphNode;
  readonly status: NodeStatus;
  /** One line for people: `CREATE TABLE`, `Got 2 results, configured to fail if != 0`, the error's first line. */
  readonly message: string;
  /** Failing rows of a test; null elsewhere. */
  readonly failures: number | null;
  /** Rows written or loaded, null when not known. */
  readonly rows: number | null;
  readonly adapterResponse: Readonly<Record<string, string | number>>;
  readonly compiled: CompiledNode | null;
  /** Where its compiled code was written, relative to the project. */
  readonly compiledPath?: string;
  /** First failing rows of a data test; the rows of `show`. */
  readonly sample: RowSample | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly timing: readonly NodeTiming[];
  /** Seconds. */
  readonly executionTime: number;
  readonly threadId: string;
  /** Where reuse was asked for: whether the node was left as it is, and why or why not. */
  readonly reuse?: { readonly isReused: boolean; readonly reason: string };
}

export interface RunResult {
  readonly results: readonly NodeResult[];
  /** Seconds. */
  readonly elapsed: number;
  readonly wasCancelled: boolean;
}
