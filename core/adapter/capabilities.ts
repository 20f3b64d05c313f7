/** What a database can do: readonly facts that planning branches on where control flow differs. */
export interface Capabilities {
  /** Relations have schemas. SQLite in one-file mode has none. */
  readonly schemas: boolean;
  /** DDL takes part in transactions. */
  readonly transactionalDdl: boolean;
  /** `create or replace view` exists. */
  readonly createOrReplaceView: boolean;
  /** Views follow the relation by identity, not by name: replacing a table means re-creating its dependents (Postgres). */
  readonly dependentsFollowIdentity: boolean;
  /** Index names are unique per table rather than per schema or file. */
  readonly indexNamesPerTable: boolean;
  /** Several sessions may write at the same moment. */
  readonly concurrentWriters: boolean;
  /** `unlogged` tables exist. */
  readonly unloggedTables: boolean;
  /** Longest identifier in bytes, null when unlimited. */
  readonly identifierBytes: number | null;
}
