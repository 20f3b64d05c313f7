/**
 * One value of a result set or of a row to load, with nothing lost on the way from the driver to the screen.
 * A bigint is always an integer and a number always a double; what neither holds exactly travels as text with its kind.
 */
export interface TextCell {
  /** `decimal`: exact digits. The temporal kinds: ISO text as the database prints it, microseconds kept. `bytes`: hex. `other`: the database's own text (json, arrays, ranges, uuid ...). */
  readonly kind: 'decimal' | 'date' | 'time' | 'timestamp' | 'timestamptz' | 'interval' | 'bytes' | 'other';
  readonly text: string;
}

export type Cell = null | boolean | number | bigint | string | TextCell;

/** A column of a result: its name and the database's name of its type (null where the database has none, as in SQLite expressions). */
export interface ResultColumn {
  readonly name: string;
  readonly type: string | null;
  /** What the name of the type leaves out, as a number of the database's own; absent where it says it all. */
  readonly modifier?: number;
}

/** What a statement answered. */
export interface StatementResult {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly Cell[])[];
  /** Rows inserted, updated, deleted or returned; null when the database does not say. */
  readonly rowsAffected: number | null;
  /** The database's command tag, as in `INSERT 0 5`; dbt's `adapter_response._message`. */
  readonly message: string;
}
