/**
 * Files that were read before, each with what the file system said of it then. A file is read again when that differs, when
 * it was so new at its reading that a later write might not show (git's racy rule), or when it is known to have changed.
 */
import { statSync } from 'node:fs';
import type { SourceFile } from '../../parse/source-file.js';

/** What is kept of a file between two readings of the project. */
interface Known {
  readonly stamp: string;
  /** Whether the file was old enough for its stamp to be trusted. */
  readonly isSettled: boolean;
  readonly file: SourceFile;
}

/** One reading of the project. */
export interface FileReading {
  /** The file as it is: the one that was read before when nothing differs. `read` reads it anew. */
  readonly file: <R extends { readonly file: SourceFile } | { readonly problem: unknown }>(
    facts: Omit<SourceFile, 'text' | 'hash' | 'size'>,
    read: () => Promise<R>,
  ) => Promise<R | { readonly file: SourceFile }>;
  /** Forgets the files that this reading has not seen. */
  readonly commit: () => void;
}

export interface FileMemory {
  /** `changed`: absolute paths whose stamps are not to be trusted. */
  readonly open: (changed: ReadonlySet<string>) => FileReading;
}

/** A memory that has seen nothing yet. */
export function createFileMemory(clock: () => number = Date.now): FileMemory {
  let known: ReadonlyMap<string, Known> = new Map();
  return {
    open: (changed) => {
      const seen = new Map<string, Known>();
      return {
        file: async (facts, read) => {
          const key = [facts.kind, facts.packageName, facts.path, facts.searchPath, facts.absolutePath].join('\0');
          const { stamp, isSettled } = stampOf(facts.absolutePath, clock());
          const before = known.get(key);
          const isTrusted = before?.isSettled === true && stamp !== null && before.stamp === stamp;
          if (isTrusted && !changed.has(facts.absolutePath)) {
            seen.set(key, before);
            return { file: before.file };
          }
          const result = await read();
          if (!('file' in result)) return result;
          const now = { stamp: stamp ?? '', isSettled, file: result.file };
          const file = before !== undefined && isSame(before, now) ? before.file : result.file;
          if (stamp !== null) seen.set(key, { stamp, isSettled, file });
          return { file };
        },
        commit: () => {
          known = seen;
        },
      };
    },
  };
}

/** Time stamps of some file systems count in steps of two seconds. */
const COARSEST_STEP_MS = 2000;

/** Taken before the file is read, so that a write in between shows the next time. */
function stampOf(path: string, now: number): { readonly stamp: string | null; readonly isSettled: boolean } {
  try {
    const { mtimeMs, ctimeMs, size, ino, dev } = statSync(path);
    const isSettled = Math.max(mtimeMs, ctimeMs) < now - COARSEST_STEP_MS;
    return { stamp: [mtimeMs, ctimeMs, size, ino, dev].join(' '), isSettled };
  } catch {
    return { stamp: null, isSettled: false };
  }
}

/** A seed's text is not kept; a big one's hash is its path, so that only the stamp tells of its content. */
function isSame(before: Known, now: Known): boolean {
  const isUnread = now.file.kind === 'seed' && now.file.hash === now.file.path;
  if (isUnread && before.stamp !== now.stamp) return false;
  return before.file.text === now.file.text && before.file.hash === now.file.hash && before.file.size === now.file.size;
}
