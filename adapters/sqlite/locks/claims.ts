/**
 * Claims: one small SQLite file for each run, which says who it is and what it writes, and on which the run and its
 * writing process keep a lock. A claim without a lock is one of a dead run. All of this runs under the mutex of the folder.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { LockOwner } from '../../../core/adapter/run-locks.js';
import type { SqliteDatabase } from '../driver/child/library.js';
import { isBusy, type Library, openFile } from './lock-folder.js';

const ENDING = '.claim';

export interface Claim {
  readonly owner: LockOwner;
  readonly relations: readonly string[];
}

export interface OwnClaim {
  readonly path: string;
  /** Lets go of it and takes the file away. */
  drop(): void;
}

/** The claims of runs that live; those of dead ones are taken away. */
export function readClaims(Library: Library, folder: string): Claim[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ENDING))
    .flatMap((name) => readClaim(Library, join(folder, name)) ?? []);
}

/** Its owner may be taking it away at this moment, which needs no mutex. */
function readClaim(Library: Library, path: string): Claim | null {
  let file: SqliteDatabase;
  try {
    file = new Library(path, { timeout: 0, fileMustExist: true });
  } catch {
    return null;
  }
  try {
    if (isLocked(file)) return JSON.parse(String(file.prepare('select content from claim').pluck().get())) as Claim;
  } finally {
    file.close();
  }
  removeFile(path);
  return null;
}

/** A live run keeps the reserved lock, its writing process a shared one: for as long as either lives nobody else is alone. */
function isLocked(file: SqliteDatabase): boolean {
  try {
    file.exec('begin exclusive; rollback');
    return false;
  } catch (error) {
    // A file that is no database is a claim whose run died while it wrote it.
    return isBusy(error);
  }
}

/** Writes a claim and locks it. Nothing of it needs to outlive the machine, so nothing waits for the disk. */
export function makeClaim(Library: Library, folder: string, claim: Claim): OwnClaim {
  const path = join(folder, `${randomUUID()}${ENDING}`);
  const file = openFile(Library, path, 0)!;
  file.pragma('journal_mode = memory');
  file.pragma('synchronous = off');
  file.exec('create table claim (content text)');
  file.prepare('insert into claim values (?)').run(JSON.stringify(claim));
  file.exec('begin immediate');
  return {
    path,
    drop: () => {
      file.close();
      removeFile(path);
    },
  };
}

function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Taken away already.
  }
}
