/** One open database inside a child process: takes requests, answers results. Nothing here waits for anything but SQLite. */
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { StatementResult } from '../../../../core/adapter/cell.js';
import { quoteIdentifier } from '../../../common/quoting.js';
import type { AttachedFile, ChildConfig, ChildRequest } from '../protocol.js';
import { createClaimLocks } from './claim-locks.js';
import { registerFunctions } from './functions.js';
import { loadLibrary, type SqliteDatabase } from './library.js';
import { createLoad, type Load } from './load.js';
import { withIndex } from './statement-error.js';
import { runText } from './statements.js';

export interface Connection {
  handle(request: ChildRequest): readonly StatementResult[];
  inTransaction(): boolean;
}

/** Large enough that building a project rarely stops for a checkpoint. */
const CHECKPOINT_PAGES = 20_000;

/** A connection that opens at its first `open` request. */
export function createConnection(): Connection {
  let database: SqliteDatabase | null = null;
  let config: ChildConfig | null = null;
  let load: Load | null = null;
  const lockClaims = createClaimLocks();
  const opened = (): SqliteDatabase => {
    if (database === null) throw new Error('The database has not been opened.');
    return database;
  };
  const handlers: {
    readonly [Op in ChildRequest['op']]: (request: Extract<ChildRequest, { op: Op }>) => readonly StatementResult[];
  } = {
    open: (request) => {
      config = request.config;
      lockClaims(config.claimFiles);
      database ??= openFile(config);
      attachFiles(database, config);
      return [];
    },
    execute: ({ statements, maxRows }) => {
      const foreign = (config?.foreignFiles ?? []).map((file) => file.schema);
      return statements.map((text, index) => {
        try {
          return runText(opened(), text, { maxRows, foreign });
        } catch (error) {
          throw withIndex(error, index);
        }
      });
    },
    load: ({ relation, columns }) => {
      load = createLoad(opened(), relation, columns);
      return [];
    },
    rows: ({ rows }) => {
      if (load === null) throw new Error('Rows came before the relation that they go to.');
      load.insert(rows);
      return [];
    },
    close: () => {
      if (config !== null && !config.isReadOnly) closeFile(opened());
      database?.close();
      database = null;
      return [];
    },
  };
  return {
    handle: (request) => (handlers[request.op] as (request: ChildRequest) => readonly StatementResult[])(request),
    inTransaction: () => database?.inTransaction ?? false,
  };
}

function openFile(config: ChildConfig): SqliteDatabase {
  const Library = loadLibrary();
  const database = new Library(config.file, {
    readonly: config.isReadOnly && !isWritable(config.file),
    fileMustExist: config.isReadOnly,
    timeout: config.busyTimeoutMs,
  });
  if (config.isReadOnly) database.pragma('query_only = on');
  database.defaultSafeIntegers(true);
  database.pragma('foreign_keys = off');
  database.pragma('legacy_alter_table = on');
  database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  for (const extension of config.extensions) database.loadExtension(extension);
  registerFunctions(database);
  own(database, 'main', config);
  return database;
}

/** A connection that may not write cannot remove the log beside the file when it is the last to close. */
function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Puts a file of ours into WAL mode. Changing the mode ignores the busy timeout, so the waiting is done here. */
function own(database: SqliteDatabase, schema: string, { isReadOnly, busyTimeoutMs }: ChildConfig): void {
  const mode = (): unknown => database.pragma(`${quoteIdentifier(schema)}.journal_mode`, { simple: true });
  if (!isReadOnly && mode() !== 'wal') {
    const deadline = Date.now() + busyTimeoutMs;
    for (;;) {
      try {
        database.pragma(`${quoteIdentifier(schema)}.journal_mode = wal`);
        break;
      } catch (error) {
        if ((error as { code?: string }).code !== 'SQLITE_BUSY' || Date.now() >= deadline) throw error;
        sleep(50);
      }
    }
  }
  database.pragma(`${quoteIdentifier(schema)}.synchronous = normal`);
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Attaches what is not attached yet; a schema's file may have been made since the last session. */
function attachFiles(database: SqliteDatabase, config: ChildConfig): void {
  const attached = new Set(
    (database.pragma('database_list') as readonly { readonly name: string }[]).map(({ name }) => name.toLowerCase()),
  );
  const isMissing = ({ schema }: AttachedFile): boolean => !attached.has(schema.toLowerCase());
  for (const file of [...config.ownFiles, ...directoryFiles(config)].filter(isMissing)) {
    if (config.isReadOnly && !existsSync(file.path)) continue;
    attach(database, file);
    own(database, file.schema, config);
  }
  for (const file of config.foreignFiles.filter(isMissing)) {
    if (!existsSync(file.path)) {
      const message = `The attached file ${file.path} (schema ${file.schema}) does not exist.`;
      throw Object.assign(new Error(message), { code: 'SQLITE_CANTOPEN' });
    }
    attach(database, file);
  }
}

function attach(database: SqliteDatabase, { path, schema }: AttachedFile): void {
  database.prepare(`attach database ? as ${quoteIdentifier(schema)}`).run(path);
}

function directoryFiles({ schemaDirectory, ownFiles, file }: ChildConfig): readonly AttachedFile[] {
  if (schemaDirectory === null || !existsSync(schemaDirectory)) return [];
  const known = new Set([file, ...ownFiles.map(({ path }) => path)]);
  return readdirSync(schemaDirectory)
    .filter((name) => name.endsWith('.db'))
    .sort()
    .map((name) => ({ path: join(schemaDirectory, name), schema: basename(name, '.db') }))
    .filter(({ path }) => !known.has(path));
}

/** Brings all of our files' logs into the files. */
function closeFile(database: SqliteDatabase): void {
  if (database.inTransaction) database.exec('rollback');
  database.pragma('wal_checkpoint(truncate)');
}
