/**
 * Whether the connection that writes may serve a reader between two writers, and how it refuses writing meanwhile. It may not
 * once something was left on it that a connection of the reader's own would not have: temporary objects, settings, files.
 */
import type { ChildConfig } from '../protocol.js';
import type { SqliteDatabase } from './library.js';

export interface Lending {
  /** Before the requests of a session. */
  readonly open: (database: SqliteDatabase, config: ChildConfig) => void;
  readonly takenBack: (database: SqliteDatabase) => SqliteDatabase;
  /** Before statements are run. */
  readonly note: (statements: readonly string[]) => void;
  readonly mayLend: (database: SqliteDatabase) => boolean;
}

/** Words of a statement that may change the connection itself; a question of the driver's own does not. */
const settingWords = /\b(pragma(?! "(?:[^"]|"")+"\.data_version\b)|attach|detach|load_extension)\b/i;

export function createLending(): Lending {
  let isLent = false;
  let isSet = false;
  let hasTemporary: (() => boolean) | null = null;
  const lend = (database: SqliteDatabase, wanted: boolean): void => {
    if (wanted !== isLent) database.pragma(`query_only = ${wanted ? 'on' : 'off'}`);
    isLent = wanted;
  };
  return {
    open: (database, config) => lend(database, config.isLent),
    takenBack: (database) => {
      lend(database, false);
      return database;
    },
    note: (statements) => {
      isSet ||= statements.some((text) => settingWords.test(text));
    },
    mayLend: (database) => {
      if (isSet || database.inTransaction) return false;
      hasTemporary ??= lookForTemporary(database);
      return !hasTemporary();
    },
  };
}

function lookForTemporary(database: SqliteDatabase): () => boolean {
  const statement = database.prepare<[]>('select 1 from sqlite_temp_master limit 1');
  return () => statement.get() !== undefined;
}
