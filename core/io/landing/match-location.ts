/**
 * Finds the files that a landing location names: a path or a glob, from the project folder. `*` and `?` match inside a
 * name, `**` any folders. Hidden files are matched only by a pattern that names the dot.
 */
import { readdir } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { hasWildcard, matchesPath } from '../../select/glob.js';

/** Paths relative to the root with forward slashes (absolute when the location is), sorted; none when nothing matches. */
export async function matchLocation(root: string, location: string): Promise<readonly string[]> {
  const pattern = location.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
  const folders = pattern.split('/').slice(0, -1);
  const firstWild = folders.findIndex(hasWildcard);
  const base = folders.slice(0, firstWild === -1 ? folders.length : firstWild).join('/');
  const start = isAbsolute(pattern) ? base || '/' : join(root, base);
  const matches = matchesPath(pattern);
  const canBeHidden = pattern.split('/').at(-1)?.startsWith('.') === true;
  return (await filesBelow(start))
    .map((path) => (isAbsolute(pattern) ? path : relative(root, path)).split(sep).join('/'))
    .filter((path) => matches(path.replace(/^\//, '')) && (canBeHidden || !/(^|\/)\.[^/.]/.test(path)))
    .sort();
}

/** A folder that does not exist, or a file where a folder should be, holds nothing; anything else is told. */
async function filesBelow(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
