/** What the parent and a database child process say to each other. Plain data; travels by structured clone, so bigint and bytes are kept. */
import type { Cell, StatementResult } from '../../../core/adapter/cell.js';
import type { PlainFile } from '../../../core/adapter/delimited/plain-file.js';

/** Stands for a main file that does not exist: a database without anything in it. */
export const MEMORY = ':memory:';

/** A file beside the main one. */
export interface AttachedFile {
  readonly schema: string;
  readonly path: string;
}

export interface ChildConfig {
  readonly file: string;
  readonly isReadOnly: boolean;
  /** The connection that writes serves a reader for once. */
  readonly isLent: boolean;
  readonly busyTimeoutMs: number;
  /** `delete` is a rollback journal, for places where WAL cannot work. */
  readonly journal: 'wal' | 'delete';
  /** Files that tsdbt owns: made when missing, put into that journal mode. */
  readonly ownFiles: readonly AttachedFile[];
  /** Sources: must exist, are never written or converted. */
  readonly foreignFiles: readonly AttachedFile[];
  /** Each `*.db` in it is a schema of ours; null in one-file mode. */
  readonly schemaDirectory: string | null;
  readonly extensions: readonly string[];
  /** Claims of the run on what it writes; the process locks them for as long as it lives. */
  readonly claimFiles: readonly string[];
}

export type ChildRequest =
  /** Opens the database, or attaches what has appeared since. */
  | { readonly op: 'open'; readonly config: ChildConfig }
  | {
      readonly op: 'execute';
      /** Opens the transaction; null sends nothing before the statements. */
      readonly begin: string | null;
      readonly statements: readonly string[];
      readonly maxRows: number | null;
    }
  /** Begins a query whose rows are then fetched; `stop` ends it early. */
  | { readonly op: 'stream'; readonly statement: string }
  | { readonly op: 'fetch'; readonly count: number }
  | { readonly op: 'stop' }
  | { readonly op: 'load'; readonly relation: string; readonly columns: readonly string[] }
  | { readonly op: 'rows'; readonly rows: readonly (readonly Cell[])[] }
  /** Loads a file instead of rows; answers how many rows it had. */
  | { readonly op: 'file'; readonly file: PlainFile }
  | { readonly op: 'close' };

/** An error as data; `offset` and `statement` say where positions count from. */
export interface ChildError {
  readonly message: string;
  readonly code: string | null;
  /** The statement that failed, its semicolon left out. */
  readonly statement: string | null;
  /** Where the statement starts in the text that was sent. */
  readonly offset: number;
  readonly statementIndex: number | null;
  /** The process that has the lock, where that can be known. */
  readonly holder: string | null;
  /** The transaction could not be opened, so that nothing was done. */
  readonly isAtBegin: boolean;
}

export interface ChildAnswer {
  readonly id: number;
  readonly inTransaction: boolean;
  /** What a reader is answered on this connection is what it is answered on a new one. */
  readonly mayLend: boolean;
  readonly results: readonly StatementResult[];
  readonly error: ChildError | null;
}

export interface ChildMessage {
  readonly id: number;
  /** To be opened before the request. */
  readonly config: ChildConfig | null;
  readonly request: ChildRequest;
}
