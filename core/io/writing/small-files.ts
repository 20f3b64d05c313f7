/**
 * Writes many small files, such as the SQL of each node: whole or not at all, as `write-file` does, but without waiting for
 * the disk and without a thread for each call, which would take longer than the call. A file that holds the text already is
 * left alone.
 */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../make-folder.js';
import { isTemporaryName, removeLeftOvers } from '../write-file.js';

/** Replaces the content of a file; makes its folder first. */
export type SmallFileWriter = (path: string, text: string) => Promise<void>;

/** A writer that looks into each folder once: it knows what stood there before, and removes what killed runs left. */
export function createSmallFileWriter(): SmallFileWriter {
  const folders = new Map<string, ReadonlySet<string>>();
  const temporary = `.tsdbt-${randomBytes(8).toString('hex')}.tmp`;
  const look = async (folder: string): Promise<ReadonlySet<string>> => {
    makeFolder(folder);
    const names = new Set(readdirSync(folder));
    folders.set(folder, names);
    if ([...names].some(isTemporaryName)) await removeLeftOvers(folder, Date.now());
    return names;
  };
  return async (path, text) => {
    const folder = dirname(path);
    const names = folders.get(folder) ?? (await look(folder));
    if (names.has(basename(path)) && holds(path, text)) return;
    try {
      replace(path, join(folder, temporary), text);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      // Somebody removed the folder meanwhile.
      makeFolder(folder);
      replace(path, join(folder, temporary), text);
    }
  };
}

function holds(path: string, text: string): boolean {
  try {
    return statSync(path).size === Buffer.byteLength(text) && readFileSync(path, 'utf8') === text;
  } catch {
    return false;
  }
}

function replace(path: string, temporary: string, text: string): void {
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
