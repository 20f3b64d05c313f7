/** What went wrong in a database, as data: kind, the database's words, where in the statement, and whether a retry may help. */
export type FailureKind =
  | 'syntax'
  | 'missing_relation'
  | 'missing_column'
  | 'constraint'
  | 'data'
  | 'permission'
  | 'authentication'
  | 'connection'
  | 'locked'
  /** The database has rolled the transaction back for the sake of another: deadlock, serialization. */
  | 'conflict'
  | 'timeout'
  | 'cancelled'
  | 'disk'
  | 'corrupt'
  | 'dependents'
  | 'driver_missing'
  | 'other';

export interface DatabaseFailure {
  readonly kind: FailureKind;
  /** The database's message, without a stack. */
  readonly message: string;
  /** SQLSTATE or SQLite's code, when there is one. */
  readonly code: string | null;
  /** Offset in UTF-16 units from the start of the statement's text, when the database names a position. */
  readonly position: number | null;
  /** The database's own detail and hint lines. */
  readonly detail: string | null;
  readonly hint: string | null;
  /** True only when nothing of the statement can have taken effect and trying again may succeed. */
  readonly isTransient: boolean;
  /** The statement would have written, and the session or the database may only be read. */
  readonly isReadOnly?: boolean;
  /** Set when a commit was sent and it could not be found out what became of it. Without it nothing of the failed statement or commit is kept. */
  readonly isCommitUnknown?: boolean;
  /** Which of `executeAll`'s statements failed, from 0; absent when one statement was run. `position` counts in that statement. */
  readonly statementIndex?: number;
  /** Where `load` failed, when the database says it: the row, from 1 over all batches, and the column. */
  readonly loadPlace?: { readonly row: number; readonly column: string | null };
}
