/** What a database can do: readonly facts that planning branches on where control flow differs. */
export interface Capabilities {
  /** Relations can have schemas. Whether those of a profile do is said by `Adapter.relationName`: a null schema needs no creating (SQLite in one-file mode). */
  readonly schemas: boolean;
  /** DDL takes part in transactions. */
  readonly transactionalDdl: boolean;
  /** `create or replace view` exists. */
  readonly createOrReplaceView: boolean;
  /** Views follow the relation by identity, not by name: replacing a table means re-creating its dependents (Postgres). */
  readonly dependentsFollowIdentity: boolean;
  /** A view may refer to relations of another schema. In SQLite another schema is another file, which a view cannot see. */
  readonly viewsAcrossSchemas: boolean;
  /** Index names are unique per table rather than per schema or file. */
  readonly indexNamesPerTable: boolean;
  /** Several sessions may write at the same moment. */
  readonly concurrentWriters: boolean;
  /** `unlogged` tables exist. */
  readonly unloggedTables: boolean;
  /** Aggregates take `filter (where ...)`. Without it each data test is a query of its own. */
  readonly filteredAggregates: boolean;
  /** Files of plain cells are read in this process, so each block can be looked at before its rows are sent. */
  readonly showsBlocks: boolean;
  /** Longest identifier in bytes, null when unlimited. */
  readonly identifierBytes: number | null;
}
