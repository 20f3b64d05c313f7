/** Decides whether a clean target may be deleted: inside the project, no sources in it, no database in it. Deletes nothing. */
import { closeSync, lstatSync, openSync, readdirSync, readSync, realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

export interface CleanLimits {
  /** Absolute path of the project. */
  readonly root: string;
  /** Source folders, relative to the root. */
  readonly sources: readonly string[];
  /** Absolute paths of database files that the profile points to. */
  readonly databaseFiles: readonly string[];
}

export type CleanCheck =
  | { readonly kind: 'clean'; readonly path: string; readonly exists: boolean }
  | { readonly kind: 'refused'; readonly path: string; readonly reason: string };

/** Looks at one entry of clean-targets. */
export function checkCleanTarget(target: string, limits: CleanLimits): CleanCheck {
  const path = resolve(limits.root, target);
  const refused = (reason: string): CleanCheck => ({ kind: 'refused', path: target, reason });
  if (path === limits.root || isInside(limits.root, path)) return refused('it holds the whole project');
  if (!isInside(path, limits.root)) return refused('it lies outside of the project');
  const source = limits.sources.find((folder) => overlaps(resolve(limits.root, folder), path));
  if (source !== undefined) return refused(`it holds or lies in the source folder '${source}'`);
  const kind = kindOf(path);
  if (kind === 'absent') return { kind: 'clean', path, exists: false };
  const real = realpathSync(path);
  if (!isInside(real, realpathSync(limits.root))) return refused(`it is a link to ${real}, outside of the project`);
  const database = limits.databaseFiles.find(
    (file) => file === path || isInside(realOf(file), real) || realOf(file) === real,
  );
  if (database !== undefined) return refused(`the profile keeps the database ${database} there`);
  const found = kind === 'folder' ? findDatabase(path) : null;
  if (found !== null) return refused(`it holds the SQLite database ${relative(limits.root, found)}`);
  return { kind: 'clean', path, exists: true };
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function overlaps(a: string, b: string): boolean {
  return a === b || isInside(a, b) || isInside(b, a);
}

function kindOf(path: string): 'absent' | 'folder' | 'other' {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 'absent';
  return stat.isDirectory() ? 'folder' : 'other';
}

function realOf(path: string): string {
  return lstatSync(path, { throwIfNoEntry: false }) === undefined ? path : realpathSync(path);
}

/** The first file below a folder that begins as SQLite's files do. Links are not followed. */
function findDatabase(folder: string): string | null {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const found = entry.isDirectory() ? findDatabase(path) : entry.isFile() && isDatabase(path) ? path : null;
    if (found !== null) return found;
  }
  return null;
}

const MAGIC = 'SQLite format 3\u0000';

function isDatabase(path: string): boolean {
  const descriptor = openSync(path, 'r');
  try {
    const head = Buffer.alloc(MAGIC.length);
    return readSync(descriptor, head) === MAGIC.length && head.toString('latin1') === MAGIC;
  } finally {
    closeSync(descriptor);
  }
}
