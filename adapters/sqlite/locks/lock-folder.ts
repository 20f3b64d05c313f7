/**
 * The folder beside a database file in which runs claim its relations, and the mutex under which they look and claim.
 * Every lock here is SQLite's own lock on a file: a process that ends in whatever way lets go of it.
 */
import { chmodSync, mkdirSync, readdirSync, realpathSync, rmdirSync, statSync, unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import type { SqliteDatabase } from '../driver/child/library.js';

export type Library = typeof Sqlite;

/** Looking through claims takes milliseconds. */
const MUTEX_MS = 1000;
const MUTEX = 'mutex';

/** Beside the file itself when the path is a link, as SQLite's own files are. */
export function lockFolderOf(file: string): string {
  return `${realPath(file)}-tsdbt-locks`;
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return join(realpathSync(dirname(file)), basename(file));
  }
}

/** Runs work while no other process looks or claims. Null when somebody else keeps the mutex for too long. */
export function withMutex<T>(Library: Library, folder: string, work: () => T): { readonly value: T } | null {
  for (;;) {
    makeFolder(folder);
    const path = join(folder, MUTEX);
    const before = identityOf(path);
    const mutex = openFile(Library, path, MUTEX_MS);
    try {
      // Another process may have removed the folder meanwhile: then this lock is on a file that nobody else will open.
      if (mutex === null || before === null) continue;
      // Even the lock on an empty file begins to write a database; no journal of that is to lie about.
      mutex.pragma('journal_mode = memory');
      mutex.exec('begin immediate');
      if (identityOf(path) === before) return { value: work() };
    } catch (error) {
      if (isBusy(error)) return null;
      throw error;
    } finally {
      mutex?.close();
    }
  }
}

/** Removes the folder when nobody claims anything any more. */
export function tidyFolder(Library: Library, folder: string): void {
  withMutex(Library, folder, () => {
    if (readdirSync(folder).some((name) => name !== MUTEX)) return;
    unlinkSync(join(folder, MUTEX));
    rmdirSync(folder);
  });
}

/** Whoever may write the database file may claim: rights are those of the file and of its folder. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
    chmodSync(folder, statSync(dirname(folder)).mode & 0o777);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Opens a file of the folder, making it when needed; null when the folder has just gone. */
export function openFile(Library: Library, path: string, timeout: number): SqliteDatabase | null {
  const isNew = identityOf(path) === null;
  try {
    const database = new Library(path, { timeout });
    if (isNew) copyRights(path);
    return database;
  } catch (error) {
    if (identityOf(dirname(path)) === null) return null;
    throw error;
  }
}

function copyRights(path: string): void {
  try {
    const file = dirname(path).replace(/-tsdbt-locks$/, '');
    chmodSync(path, statSync(file).mode & 0o666);
  } catch {
    // There is no database file yet, or the claim is another user's.
  }
}

/** Tells a file from one that was made later under the same name. */
function identityOf(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev} ${found.ino} ${found.birthtimeNs}`;
}

/** Whether another process has the lock. */
export function isBusy(error: unknown): boolean {
  return String((error as { code?: unknown } | null)?.code).startsWith('SQLITE_BUSY');
}
