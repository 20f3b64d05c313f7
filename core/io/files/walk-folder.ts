/**
 * Walks a folder and its subfolders in the order of their names, symbolic links followed, circles cut. At once, like the
 * reading of files: a short command never starts the thread pool.
 */
import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { fileReason } from '../read-text.js';

export interface FoundFile {
  readonly absolutePath: string;
  /** Relative to the folder, forward slashes. */
  readonly path: string;
}

interface WalkProblem {
  readonly absolutePath: string;
  readonly reason: string;
}

export interface Walk {
  readonly files: readonly FoundFile[];
  readonly problems: readonly WalkProblem[];
}

/** All files; a folder that does not exist has none. `skips` says which paths, relative to the folder, are left out. */
export function walkFolder(folder: string, skips: (path: string) => boolean): Walk {
  const files: FoundFile[] = [];
  const problems: WalkProblem[] = [];
  const visit = (absolutePath: string, relative: string, above: readonly string[]): void => {
    const real = realpathSync.native(absolutePath);
    if (above.includes(real)) return;
    const entries = readdirSync(absolutePath, { withFileTypes: true });
    const start = absolutePath.endsWith(path.sep) ? absolutePath : absolutePath + path.sep;
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const file = start + entry.name;
      const below = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (skips(below)) continue;
      const kind = entry.isSymbolicLink() ? followed(file) : entry;
      if (kind === null) problems.push({ absolutePath: file, reason: 'its symbolic link leads nowhere' });
      else if (kind.isDirectory()) attempt(file, () => visit(file, below, [...above, real]));
      else if (kind.isFile()) files.push({ absolutePath: file, path: below });
    }
  };
  const attempt = (absolutePath: string, walk: () => void): void => {
    try {
      walk();
    } catch (error) {
      const isMissingRoot = absolutePath === folder && (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (!isMissingRoot) problems.push({ absolutePath, reason: fileReason(error) });
    }
  };
  attempt(folder, () => visit(folder, '', []));
  return { files, problems };
}

/** What a link leads to; null when to nothing. */
function followed(link: string): Stats | null {
  try {
    return statSync(link);
  } catch {
    return null;
  }
}
