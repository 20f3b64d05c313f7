/** A relation: the name and kind of a database object, and what is known of its presence. */

/** The three parts of a name. Null parts are absent from the rendered name (SQLite in one-file mode has no schema). */
export interface RelationName {
  readonly database: string | null;
  readonly schema: string | null;
  readonly identifier: string;
}

export type RelationType = 'table' | 'view' | 'materialized_view' | 'external' | 'cte';

/** Which parts are quoted (dbt's `quoting`). */
export interface QuotePolicy {
  readonly database: boolean;
  readonly schema: boolean;
  readonly identifier: boolean;
}

export interface Relation extends RelationName {
  readonly type: RelationType | null;
  readonly quoting: QuotePolicy;
}

/** What the catalog says of a relation that stands, beyond its type. */
export interface Holding {
  /** The role that owns it. */
  readonly owner: string;
  /** Whether the connected role may drop it, as its owner or as the owner of its schema. */
  readonly mayReplace: boolean;
  /** A partitioned table, which nothing that tsdbt builds can replace. */
  readonly isPartitioned: boolean;
}

/**
 * What is known of a relation. A failed look-up is `unknown`, never `absent`: nothing destructive may follow from it.
 */
export type RelationState =
  | { readonly presence: 'absent' }
  | {
      readonly presence: 'present';
      readonly type: RelationType;
      /** Absent after a change of the run's own, and where the database has no owners. */
      readonly holding?: Holding;
    }
  | { readonly presence: 'unknown'; readonly reason: string };

/** A column as the database describes it. `dataType` is the database's own spelling. */
export interface ColumnInfo {
  readonly name: string;
  readonly dataType: string;
  /** The whole type as a column's definition spells it, where `dataType` does not say all of it (`integer[]`, `bit(3)`). */
  readonly sqlType?: string;
  readonly charSize: number | null;
  readonly numericPrecision: number | null;
  readonly numericScale: number | null;
}
