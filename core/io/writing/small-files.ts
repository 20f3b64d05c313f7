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

interface Folder {
  /** What stood there before. */
  readonly names: ReadonlySet<string>;
  /** Each file is written under this name first. */
  readonly temporary: string;
}

/** A writer that looks into each folder once: it knows what stood there before, and removes what killed runs left. */
export function createSmallFileWriter(): SmallFileWriter {
  const folders = new Map<string, Folder>();
  const temporary = `.tsdbt-${randomBytes(8).toString('hex')}.tmp`;
  const look = async (path: string): Promise<Folder> => {
    makeFolder(path);
    const names = new Set(readdirSync(path));
    const folder = { names, temporary: join(path, temporary) };
    folders.set(path, folder);
    if ([...names].some(isTemporaryName)) await removeLeftOvers(path, Date.now());
    return folder;
  };
  return async (path, text) => {
    const above = dirname(path);
    const folder = folders.get(above) ?? (await look(above));
    if (folder.names.size > 0 && folder.names.has(basename(path)) && holds(path, text)) return;
    try {
      replace(path, folder.temporary, text);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      // Somebody removed the folder meanwhile.
      makeFolder(above);
      replace(path, folder.temporary, text);
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
