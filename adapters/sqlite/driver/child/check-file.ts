/**
 * Looks at a database file before SQLite does, as SQLite changes a damaged file and says of every obstacle only that it
 * cannot open it. Throws what is wrong, with the file as it was.
 */
import { accessSync, closeSync, constants, openSync, readSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** What is wrong, by the kind of failure that it is. */
export type FileProblemCode = 'TSDBT_FILE_CORRUPT' | 'TSDBT_FILE_PERMISSION' | 'TSDBT_FILE_PLACE';

const MAGIC = 'SQLite format 3\0';
const HEADER_LENGTH = 100;

/** Throws when the path cannot be a database to read or, for a writer, to write. A missing or empty file is a new database. */
export function checkFile(path: string, isReadOnly: boolean): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) {
    const what = found.isDirectory() ? 'a folder' : 'no file';
    throw problem('TSDBT_FILE_PLACE', `${path} is ${what}; the profile must name a SQLite file.`);
  }
  if (found !== undefined && !may(path, constants.R_OK)) {
    throw problem('TSDBT_FILE_PERMISSION', `The SQLite file ${path} may not be read.`);
  }
  const isWal = found !== undefined && found.size > 0 && checkHeader(path, found).isWal;
  if (!isReadOnly) checkWritable(path, found !== undefined);
  else if (isWal && !may(`${path}-shm`, constants.R_OK) && !may(dirname(path), constants.W_OK)) {
    const message = `The folder ${dirname(path)} may not be written, but reading ${path} needs files beside it, as it is in WAL mode.`;
    throw problem('TSDBT_FILE_PERMISSION', message);
  }
}

function checkWritable(path: string, exists: boolean): void {
  if (exists && !may(path, constants.W_OK)) {
    throw problem('TSDBT_FILE_PERMISSION', `The SQLite file ${path} may not be written: it is read-only here.`);
  }
  const folder = dirname(path);
  // A folder that does not exist is told by the library.
  if (may(folder, constants.F_OK) && !may(folder, constants.W_OK)) {
    const message = `The folder ${folder} may not be written, but SQLite keeps its log beside the file ${path}.`;
    throw problem('TSDBT_FILE_PERMISSION', message);
  }
}

/** The header says how many pages the file has. With a log beside it, the pages may still be there. */
function checkHeader(path: string, { size }: Stats): { readonly isWal: boolean } {
  const header = Buffer.alloc(HEADER_LENGTH);
  const descriptor = openSync(path, 'r');
  const length = readSync(descriptor, header, 0, HEADER_LENGTH, 0);
  closeSync(descriptor);
  if (length < HEADER_LENGTH || header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw problem('TSDBT_FILE_CORRUPT', `The file ${path} is no SQLite database.`);
  }
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  const pages = header.readUInt32BE(28);
  // The number is valid only if it was written by the same change as the change counter.
  const isKnown = header.readUInt32BE(24) === header.readUInt32BE(92);
  const hasLog = ['-wal', '-journal'].some((ending) => sizeOf(path + ending) > 0);
  if (isKnown && !hasLog && pages * pageSize > size) {
    const message = `The SQLite file ${path} is cut off: it has ${size} of ${pages * pageSize} bytes.`;
    throw problem('TSDBT_FILE_CORRUPT', message);
  }
  return { isWal: header[18] === 2 };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Whether this process may use a path in a way. */
export function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

function problem(code: FileProblemCode, message: string): Error {
  return Object.assign(new Error(message), { code });
}
