/** Opens the database files of a child process, in the journal mode that their place allows, and attaches the others. */
import { constants, existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { quoteIdentifier } from '../../../common/quoting.js';
import { type AttachedFile, type ChildConfig, MEMORY } from '../protocol.js';
import { checkFile, may } from './check-file.js';
import { registerFunctions } from './functions/register-functions.js';
import { loadLibrary, type SqliteDatabase } from './library.js';

/** Large enough that building a project rarely stops for a checkpoint. */
const CHECKPOINT_PAGES = 20_000;

/** Opens the main file. */
export function openFile(config: ChildConfig): SqliteDatabase {
  const Library = loadLibrary();
  const isFile = config.file !== MEMORY;
  if (isFile) checkFile(config.file, config.isReadOnly);
  const database = new Library(config.file, {
    // A connection that may not write cannot remove the log beside the file when it is the last to close.
    readonly: isFile && config.isReadOnly && !may(config.file, constants.W_OK),
    fileMustExist: isFile && config.isReadOnly,
    timeout: config.busyTimeoutMs,
  });
  try {
    prepare(database, config);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function prepare(database: SqliteDatabase, config: ChildConfig): void {
  if (config.isReadOnly) database.pragma('query_only = on');
  database.defaultSafeIntegers(true);
  database.pragma('foreign_keys = off');
  database.pragma('legacy_alter_table = on');
  database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  for (const extension of config.extensions) database.loadExtension(extension);
  registerFunctions(database);
  own(database, 'main', config);
}

/** Puts a file of ours into its journal mode. Changing the mode ignores the busy timeout, so the waiting is done here. */
function own(database: SqliteDatabase, schema: string, { isReadOnly, busyTimeoutMs, journal }: ChildConfig): void {
  const name = quoteIdentifier(schema);
  // A file whose schema cannot be read fails here, before anything in it changes.
  database.prepare(`select count(*) from ${name}.sqlite_master`).get();
  if (!isReadOnly && database.pragma(`${name}.journal_mode`, { simple: true }) !== journal) {
    const deadline = Date.now() + busyTimeoutMs;
    for (;;) {
      try {
        database.pragma(`${name}.journal_mode = ${journal}`);
        break;
      } catch (error) {
        if ((error as { code?: string }).code !== 'SQLITE_BUSY' || Date.now() >= deadline) throw error;
        sleep(50);
      }
    }
  }
  database.pragma(`${name}.synchronous = ${journal === 'wal' ? 'normal' : 'full'}`);
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Attaches what is not attached yet; a schema's file may have been made since the last session. */
export function attachFiles(database: SqliteDatabase, config: ChildConfig): void {
  const attached = new Set(
    (database.pragma('database_list') as readonly { readonly name: string }[]).map(({ name }) => name.toLowerCase()),
  );
  const isMissing = ({ schema }: AttachedFile): boolean => !attached.has(schema.toLowerCase());
  for (const file of [...config.ownFiles, ...directoryFiles(config)].filter(isMissing)) {
    if (config.isReadOnly && !existsSync(file.path)) continue;
    checkFile(file.path, config.isReadOnly);
    attach(database, file);
    own(database, file.schema, config);
  }
  for (const file of config.foreignFiles.filter(isMissing)) {
    if (!existsSync(file.path)) {
      const message = `The attached file ${file.path} (schema ${file.schema}) does not exist.`;
      throw Object.assign(new Error(message), { code: 'SQLITE_CANTOPEN' });
    }
    checkFile(file.path, true);
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

/** Others may be reading: then the log stays, and the next to open the file takes it over. */
const CLOSE_PATIENCE_MS = 500;

/** Brings all of our files' logs into the files. */
export function closeFile(database: SqliteDatabase): void {
  if (database.inTransaction) database.exec('rollback');
  database.pragma(`busy_timeout = ${CLOSE_PATIENCE_MS}`);
  database.pragma('wal_checkpoint(truncate)');
}
