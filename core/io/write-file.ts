/**
 * Writes files whole or not at all: into a temporary file beside each, then renamed over it. Whoever reads sees the old
 * text or the new one, never a part; a process that is killed leaves at most a temporary file, which a later run removes.
 */
import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from './make-folder.js';
import { writePieces } from './writing/write-pieces.js';

interface FileText {
  readonly path: string;
  readonly text: string;
}

/** A file whose text comes in pieces, so that the whole of it never stands in memory. */
export interface FilePieces {
  readonly path: string;
  readonly pieces: Iterable<string | Uint8Array>;
  /** Hears all bytes of the file, in order. */
  readonly onBytes?: (bytes: Uint8Array) => void;
}

/** Replaces the content of files, all of which reach the disk before the first of them changes; makes folders first. */
export async function writeFilesAtomic(files: readonly (FileText | FilePieces)[]): Promise<void> {
  const written: { readonly temporary: string; readonly path: string }[] = [];
  try {
    for (const file of files) {
      const { path } = file;
      const temporary = await temporaryIn(dirname(path));
      written.push({ temporary, path });
      await writeNew(temporary, (handle) => writePieces(heard(handle, file), piecesOf(file)), true);
    }
    for (const { temporary, path } of written) await rename(temporary, path);
  } catch (error) {
    await Promise.all(written.map(({ temporary }) => rm(temporary, { force: true })));
    throw error;
  }
  for (const folder of new Set(files.map(({ path }) => dirname(path)))) await syncFolder(folder);
}

function piecesOf(file: FileText | FilePieces): FilePieces['pieces'] {
  return 'pieces' in file ? file.pieces : [file.text];
}

function heard(handle: FileHandle, file: FileText | FilePieces): Pick<FileHandle, 'writeFile'> {
  const onBytes = 'onBytes' in file ? file.onBytes : undefined;
  if (onBytes === undefined) return handle;
  return {
    writeFile: (bytes) => {
      onBytes(bytes as Uint8Array);
      return handle.writeFile(bytes);
    },
  };
}

/** A file that may be lost with the machine, as it can be made again. */
interface QuickFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** The same for such a file: nothing waits for the disk, nor for the thread pool, which takes longer than a small write. */
export async function writeFileQuickly({ path, content }: QuickFile): Promise<void> {
  const temporary = await temporaryIn(dirname(path));
  try {
    writeFileSync(temporary, content, { flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

const PROBE_BYTES = 64 * 1024;

/** Finds out whether files can be written into a folder, which is made when missing. Leaves nothing behind. */
export async function tryFolder(folder: string): Promise<void> {
  const temporary = await temporaryIn(folder);
  try {
    await writeNew(temporary, (file) => file.writeFile('\n'.repeat(PROBE_BYTES)), true);
  } finally {
    await rm(temporary, { force: true });
  }
}

const TEMPORARY = /^\.tsdbt-[0-9a-f]{16}\.tmp$/;

/** Whether a file was to be renamed when it was whole. */
export function isTemporaryName(name: string): boolean {
  return TEMPORARY.test(name);
}

/** No write takes this long: the process that made the file was killed. */
const OLD_MS = 60 * 60 * 1000;

/** Removes temporary files of runs that were killed. What cannot be removed stays. */
export async function removeLeftOvers(folder: string, now: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter(isTemporaryName)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found?.isFile() && now - found.mtimeMs > OLD_MS) await rm(path, { force: true }).catch(() => {});
  }
}

async function temporaryIn(folder: string): Promise<string> {
  makeFolder(folder);
  return join(folder, `.tsdbt-${randomBytes(8).toString('hex')}.tmp`);
}

/** The text reaches the disk before the rename does: a crash leaves no empty file under the final name. */
async function writeNew(path: string, write: (file: FileHandle) => Promise<void>, isDurable: boolean): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await write(file);
    if (isDurable) await file.sync();
  } finally {
    await file.close();
  }
}

/** So that the new names outlive the machine too. Some systems cannot open a folder; they keep names on their own. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // The files themselves are on the disk.
  }
}
