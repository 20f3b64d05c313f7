/** The public options of commands. What is left out is what the command line does without the flag of that name. */
import type { JsonObject } from '../../../resources/json.js';

/** Which nodes: the words of `--select` and `--exclude`; a text is taken apart at its spaces. */
export interface SelectionOptions {
  readonly select?: string | readonly string[];
  readonly exclude?: string | readonly string[];
  /** A selector of selectors.yml, in place of `select` and `exclude`. */
  readonly selector?: string;
  /** `model`, `seed`, `test`, `source`, `exposure`, `analysis` ... */
  readonly resourceTypes?: readonly string[];
  readonly excludeResourceTypes?: readonly string[];
  /** Which tests follow the selected nodes; `eager` by default. */
  readonly indirectSelection?: 'eager' | 'cautious' | 'buildable' | 'empty';
}

/** What every command that may use the database takes. */
export interface DatabaseOptions {
  /** Aborting cancels as Ctrl-C does: statements are ended in the database, and the result says `cancelled`. */
  readonly signal?: AbortSignal;
  /** A database of `openDatabase` to work in; without it each command opens its own and closes it. */
  readonly database?: OpenDatabase;
}

/** How a command runs. */
export interface RunOptions extends SelectionOptions, DatabaseOptions {
  /** Nodes at once; the profile's by default. */
  readonly threads?: number;
  /** Rebuild incremental models and seeds from nothing. */
  readonly fullRefresh?: boolean;
  /** Stop at the first failure. */
  readonly failFast?: boolean;
  /** Keep the failing rows of tests in tables. */
  readonly storeFailures?: boolean;
  /** Answer tests of one relation with one query where that changes no result; true by default. */
  readonly batchTests?: boolean;
  /** Treat every warning as an error. */
  readonly warnError?: boolean;
  /** Drop what depends on a replaced relation and cannot be kept, naming it. */
  readonly allowDropDependents?: boolean;
  /** Replace what stands in the way of a node, whoever made it. */
  readonly adopt?: boolean;
  /** Leave nodes as they are, and tests that passed, when nothing that they are made from has changed. */
  readonly reuse?: boolean;
  /** The target folder of an earlier run, relative to the project: what it made may be replaced. */
  readonly state?: string;
  /** Whether `build` loads the files of external sources first; true by default. */
  readonly load?: boolean;
  /** Seconds to wait for others that use the same relations; 300 by default. */
  readonly lockTimeout?: number;
  /** Whether manifest.json and run_results.json are written; true by default, of `show` false. */
  readonly writeArtifacts?: boolean;
  /** Failing rows that the result of a data test holds; 5 by default. */
  readonly failureRows?: number;
}

export interface ShowOptions extends RunOptions {
  /** Rows of each node; 5 by default, null for all. */
  readonly limit?: number | null;
}

export interface QueryOptions extends DatabaseOptions {
  /** Rows; null, the default, for all. */
  readonly limit?: number | null;
}

export interface OperationOptions extends Pick<DatabaseOptions, 'signal'> {
  /** Arguments by name. */
  readonly args?: JsonObject;
}

/** A database that stays open between runs. It belongs to the target of the project that it was opened for. */
export interface OpenDatabase {
  readonly kind: 'database';
  /** Ends its connections and processes. Safe to call twice. */
  readonly close: () => Promise<void>;
}
