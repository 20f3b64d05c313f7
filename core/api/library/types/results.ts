/** The public types of what became of a run and of its nodes. Plain data; texts are scrubbed of secrets. */
import type { Cell, ResultColumn } from '../../../adapter/cell.js';
import type { Diagnostic } from '../../../diagnostics/diagnostic.js';
import type { NodeInfo } from './nodes.js';

/**
 * A value of a row. Integers are numbers as far as these are exact and bigint beyond; decimals, dates, times and all that
 * JavaScript has no exact value for are the database's text.
 */
export type Value = null | boolean | number | bigint | string;

/** Rows of a query. Values are as they stand in the database: they are not scrubbed. */
export interface Table {
  readonly columns: readonly ResultColumn[];
  /** One object a row. Of two columns with one name the last counts; `cells` has both. */
  readonly rows: readonly Readonly<Record<string, Value>>[];
  /** The same rows with every value as the driver read it, in the order of `columns`. */
  readonly cells: readonly (readonly Cell[])[];
}

/** `no-op` is what an exposure comes to: there is nothing to run. */
export type NodeStatus = 'success' | 'pass' | 'warn' | 'fail' | 'error' | 'skipped' | 'cancelled' | 'no-op';

/** What became of a node. */
export interface NodeResult {
  readonly node: NodeInfo;
  readonly status: NodeStatus;
  /** One line for people. */
  readonly message: string;
  /** Rows that a test found; null elsewhere. */
  readonly failures: number | null;
  /** Rows written, null when not known. */
  readonly rowsAffected: number | null;
  /** The compiled SQL, null when the node was not compiled. */
  readonly sql: string | null;
  /** The rows of `show`; the first failing rows of a data test; null elsewhere. */
  readonly table: Table | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly seconds: number;
}

/** What became of a run. */
export interface RunResult {
  /** UUID of the run, as in its artifacts. */
  readonly invocationId: string;
  readonly command: RunCommand;
  /** `failed` as soon as the command line would end with an error: a node failed or was skipped because of another. */
  readonly status: 'success' | 'failed' | 'cancelled';
  /** `status` is `success`. */
  readonly success: boolean;
  /** In the order in which the nodes finished; hooks of the project included. */
  readonly results: readonly NodeResult[];
  /** What belongs to no node: of the selection, of the database. */
  readonly diagnostics: readonly Diagnostic[];
  readonly seconds: number;
}

export type RunCommand = 'build' | 'run' | 'test' | 'seed' | 'load' | 'compile' | 'show' | 'run-operation';
