/**
 * The asynchronous side of the port: an open database gives sessions, a session runs statements.
 * A session is used by one node at a time; closing the database ends every session and never hangs.
 */
import type { Relation, RelationName } from '../resources/relation.js';
import type { Cell, StatementResult } from './cell.js';
import type { PlainFile } from './delimited/plain-file.js';
import type { LockRequest, RunLocks } from './run-locks.js';

export interface SessionOptions {
  /** A reader may run beside a writer where the database has a single writer. A `preview` is refused every change, its templates' too. */
  readonly purpose: 'write' | 'read' | 'preview';
  /**
   * Of a reader that holds and awaits no other session while it is open: it may take turns with the writer on one connection,
   * where that knows a changed schema already and another one would have to read it anew.
   */
  readonly takesTurns?: boolean;
  /** Unique id of the node or name of the task, for activity views and logs. */
  readonly label: string;
  /**
   * The relation that its transactions write, by the catalog's name. The run holds its lock; when the run dies, nobody else
   * gets that lock before the last of these transactions is over.
   */
  readonly writes?: RelationName;
  readonly signal?: AbortSignal;
}

export interface ExecuteOptions {
  /** Stop reading after so many rows (the rest is never fetched into memory). */
  readonly maxRows?: number;
  /** The text is one query: several statements are refused before anything is sent. */
  readonly isSingle?: boolean;
  /** Aborting cancels the statement on the server (SQLite: ends the child process). */
  readonly signal?: AbortSignal;
  /** Opens a transaction first, in the same message where the driver can. When it cannot be opened nothing else is sent. */
  readonly begins?: boolean;
}

interface CommitOptions {
  /** The transaction is to be opened first, for the `last` statements. */
  readonly begins?: boolean;
}

export interface StreamOptions {
  /** Rows of a batch; the last one may be shorter. */
  readonly batchRows: number;
  /** Aborting ends the query on the server. */
  readonly signal?: AbortSignal;
}

/** Rows to load into an existing table, all in the transaction that is open. */
export interface LoadRequest {
  readonly relation: Relation;
  readonly columns: readonly string[];
  /** Text cells go in as the database casts them to the column's type; null is null. Batches of rows, streamed. */
  readonly batches: AsyncIterable<readonly (readonly Cell[])[]>;
  /** The same rows where they stand in a file that the driver may read instead. One that has changed is a ChangedFileError. */
  readonly plain?: PlainFile | null;
  readonly signal?: AbortSignal;
}

export interface Session {
  /** Runs one statement, or several in one text; answers the last one's result. Throws the driver's error, for `classifyError`. */
  execute(sql: string, options?: ExecuteOptions): Promise<StatementResult>;
  /** Runs statements in order, inside a transaction as one message where the driver can; stops at the first error, whose failure names the statement. Answers one result each. */
  executeAll(statements: readonly string[], options?: ExecuteOptions): Promise<readonly StatementResult[]>;
  /**
   * Rows of one query in batches, all of one moment, which never lie in memory together. Nothing else may be asked of the session
   * before the last batch, or before the iteration is left.
   */
  stream(sql: string, options: StreamOptions): AsyncIterable<readonly (readonly Cell[])[]>;
  begin(): Promise<void>;
  /**
   * Commits; `last` are statements of the same transaction that travel with the commit where the driver can send them
   * together, short ones as a commit is not interrupted. Answers their results.
   */
  commit(last?: readonly string[], options?: CommitOptions): Promise<readonly StatementResult[]>;
  /** Never throws when there is no transaction or the connection is gone. */
  rollback(): Promise<void>;
  readonly inTransaction: boolean;
  /** How many messages it has sent; absent where nobody asks. While it stays the same nothing was done in an open transaction. */
  readonly sent?: number | undefined;
  load(request: LoadRequest): Promise<{ readonly rows: number }>;
  /** Gives the connection back; rolls back what is open. */
  release(): Promise<void>;
}

export interface Database {
  session(options: SessionOptions): Promise<Session>;
  /** Locks for the relations that a run writes; nothing is held before the first `take`. `close` gives them back too. */
  locks(request: LockRequest): RunLocks;
  /** Server version as text: `PostgreSQL 16.3`, `SQLite 3.53.2`. */
  version(signal?: AbortSignal): Promise<string>;
  /** Cancels what runs, closes all connections and child processes. Safe to call twice. */
  close(): Promise<void>;
}
