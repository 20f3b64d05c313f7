/** Whether git is at work in a folder's repository: while it writes many files it holds a lock on its index. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Looks for the repository once; false for ever where there is none. */
export function gitActivity(folder: string): () => boolean {
  const repository = findRepository(folder);
  return repository === null ? () => false : () => existsSync(join(repository, 'index.lock'));
}

/** `.git` is a folder, or a file that names one, as in a work tree. */
function findRepository(folder: string): string | null {
  const path = join(folder, '.git');
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return path;
  if (found?.isFile()) {
    const named = /^gitdir: (.+)$/m.exec(readFileSync(path, 'utf8'))?.[1];
    return named === undefined ? null : resolve(folder, named.trim());
  }
  return dirname(folder) === folder ? null : findRepository(dirname(folder));
}
