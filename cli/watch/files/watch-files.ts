/** File events of the system, through chokidar: every change below some paths, as one call each. */
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
  const watcher = watch([...paths], { ignored: isIgnored, ignoreInitial: true, atomic: true });
  watcher.on('all', (event, path) => {
    if (event !== 'addDir') onChange(path);
  });
  watcher.on('error', (error) => onProblem(problemOf(error)));
  await new Promise<void>((resolve) => {
    watcher.once('ready', () => resolve());
  });
  return { add: (more) => void watcher.add([...more]), close: () => watcher.close() };
}

function problemOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return 'the system watches as many files as it may (fs.inotify.max_user_watches)';
  if (code === 'EMFILE') return 'the process has as many files open as it may (ulimit -n)';
  return message;
}
