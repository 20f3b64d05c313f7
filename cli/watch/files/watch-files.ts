/** File events of the system, through chokidar: every change below some paths, as one call each. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { watch } from 'chokidar';

export interface FileWatch {
  /** Watches these from now on too; what is watched already stays. */
  readonly add: (paths: readonly string[]) => void;
  readonly close: () => Promise<void>;
}

export interface FileWatchOptions {
  readonly paths: readonly string[];
  readonly isIgnored: (path: string) => boolean;
  readonly onChange: (path: string) => void;
  /** Told when the system cannot watch (any more). */
  readonly onProblem: (problem: string) => void;
}

/** Resolves once everything is watched. A file that is deleted and made again at once, as some editors save, is one change. */
export async function watchFiles({ paths, isIgnored, onChange, onProblem }: FileWatchOptions): Promise<FileWatch> {
  // chokidar counts a path that is not there twice and would call itself ready before it watches all others.
  const standing = paths.filter((path) => existsSync(path));
  const watcher = watch(standing, { ignored: isIgnored, ignoreInitial: true, atomic: true });
  const told = new Map<string, string>();
  const tell = (path: string): void => {
    const version = versionOf(path);
    if (told.get(path) === version) return;
    told.set(path, version);
    onChange(path);
  };
  watcher.on('all', (event, path) => {
    if (event !== 'addDir') tell(path);
  });
  // Of two saves of one file within 50 ms the first alone is told above; what the system says itself leaves none out.
  watcher.on('raw', (_event, name, details) => {
    const { watchedPath } = details as { readonly watchedPath: string };
    const path = savedFile(watchedPath, name);
    if (path !== null && !isIgnored(path)) tell(path);
  });
  watcher.on('error', (error) => onProblem(problemOf(error)));
  await new Promise<void>((resolve) => {
    watcher.once('ready', () => resolve());
  });
  watcher.add(paths.filter((path) => !standing.includes(path)));
  return { add: (more) => void watcher.add([...more]), close: () => watcher.close() };
}

/** The file that an event is about; null for folders and for what is gone, which may come back in a moment. */
function savedFile(watched: string, name: string | null): string | null {
  const candidates = [...(name === null ? [] : [join(watched, name)]), watched];
  return candidates.find(isFile) ?? null;
}

/** Several events of one save are one. Equal for a file that nobody has written since. */
function versionOf(path: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return 'gone';
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function problemOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return 'the system watches as many files as it may (fs.inotify.max_user_watches)';
  if (code === 'EMFILE') return 'the process has as many files open as it may (ulimit -n)';
  return message;
}
