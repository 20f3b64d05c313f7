/**
 * Files that were read before, each with what the file system said of it then. A file is read again when that differs, when
 * it was so new at its reading that a later write might not show (git's racy rule), or when it is known to have changed.
 * A memory can be written down, without the texts: those are read when somebody asks for them.
 */
import { statSync } from 'node:fs';
import type { SourceFile } from '../../parse/source-file.js';
import { readTextNow } from '../read-text.js';
import { contentKeyOf, textChecksum } from './checksum.js';

/** What is kept of a file between two readings of the project. */
interface Known {
  readonly stamp: string;
  /** Whether the file was old enough for its stamp to be trusted. */
  readonly isSettled: boolean;
  readonly file: SourceFile;
}

/** Which file it is, before it is read. */
export type FileFacts = Omit<SourceFile, 'text' | 'hash' | 'size' | 'contentKey'>;

/** What is written down of a file. */
export interface FileRow extends Pick<SourceFile, 'hash' | 'size' | 'contentKey'> {
  readonly key: string;
  readonly stamp: string;
  readonly isSettled: boolean;
}

/** One reading of the project. */
export interface FileReading {
  /** The file as it is: the one that was read before when nothing differs. `read` reads it anew. */
  readonly file: <R extends { readonly file: SourceFile } | { readonly problem: unknown }>(
    facts: FileFacts,
    read: () => Promise<R>,
  ) => Promise<R | { readonly file: SourceFile }>;
  /** Whether a text that was asked for later was no longer what it had been: then the reading is of no use. */
  readonly isOutdated: () => boolean;
  /** Forgets the files that this reading has not seen. */
  readonly commit: () => void;
}

export interface FileMemory {
  /** `changed`: absolute paths whose stamps are not to be trusted. */
  readonly open: (changed: ReadonlySet<string>) => FileReading;
  /** What was seen by the last reading. */
  readonly rows: () => readonly FileRow[];
}

interface MemoryOptions {
  readonly clock?: () => number;
  /** What another memory has written down. */
  readonly rows?: readonly FileRow[];
}

/** A memory that has seen nothing yet, or what another one has. */
export function createFileMemory({ clock = Date.now, rows = [] }: MemoryOptions = {}): FileMemory {
  const written = new Map(rows.map((row) => [row.key, row]));
  let known: ReadonlyMap<string, Known> = new Map();
  let isOutdated = false;
  const onOutdated = () => {
    isOutdated = true;
  };
  const remembered = (key: string, facts: FileFacts): Known | undefined => {
    const found = known.get(key);
    const row = found === undefined ? written.get(key) : undefined;
    if (row === undefined) return found;
    return { stamp: row.stamp, isSettled: row.isSettled, file: fileOfRow(facts, row, onOutdated) };
  };
  return {
    open: (changed) => {
      const seen = new Map<string, Known>();
      return {
        file: async (facts, read) => {
          const key = keyOf(facts);
          const { stamp, isSettled } = stampOf(facts.absolutePath, clock());
          const before = remembered(key, facts);
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
        isOutdated: () => isOutdated,
        commit: () => {
          known = seen;
          written.clear();
        },
      };
    },
    rows: () =>
      Array.from(
        known,
        ([
          key,
          {
            stamp,
            isSettled,
            file: { hash, size, contentKey },
          },
        ]) => {
          return { key, stamp, isSettled, hash, size, contentKey };
        },
      ),
  };
}

/**
 * Files with the contents that a memory has written down of them, and those of which it has another one than they have now.
 * Null when it does not know one of them.
 */
export function filesAsWritten(
  files: readonly SourceFile[],
  rows: readonly FileRow[],
): { readonly files: readonly SourceFile[]; readonly edited: readonly SourceFile[] } | null {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const before: SourceFile[] = [];
  const edited: SourceFile[] = [];
  for (const file of files) {
    const row = byKey.get(keyOf(file));
    if (row === undefined) return null;
    const { hash, size, contentKey } = row;
    const isSameContent = file.contentKey === contentKey && file.size === size;
    before.push(isSameContent ? file : { ...file, hash, size, contentKey });
    if (!isSameContent) edited.push(file);
  }
  return { files: before, edited };
}

/** Whether two memories have written down the same, in whatever order. */
export function areSameRows(left: readonly FileRow[], right: readonly FileRow[]): boolean {
  const byKey = new Map(right.map((row) => [row.key, row]));
  const isSameRow = (one: FileRow, other: FileRow | undefined) =>
    one.stamp === other?.stamp &&
    one.contentKey === other.contentKey &&
    one.isSettled === other.isSettled &&
    one.hash === other.hash &&
    one.size === other.size;
  return left.length === right.length && left.every((row) => isSameRow(row, byKey.get(row.key)));
}

function keyOf({ kind, packageName, path, searchPath, absolutePath }: FileFacts): string {
  return `${kind}\0${packageName}\0${path}\0${searchPath}\0${absolutePath}`;
}

/** The file with a text that is read at the first look. */
function fileOfRow(facts: FileFacts, { hash, size, contentKey }: FileRow, onOutdated: () => void): SourceFile {
  const { kind, packageName, path, searchPath, absolutePath } = facts;
  let text: string | null = kind === 'seed' ? '' : null;
  const read = (): string => {
    const found = readTextNow(absolutePath, path);
    const isSameText = 'text' in found && contentKeyOf(found.text, textChecksum(found.text)) === contentKey;
    if (!isSameText) onOutdated();
    return 'text' in found ? found.text : '';
  };
  return {
    kind,
    packageName,
    path,
    searchPath,
    absolutePath,
    hash,
    size,
    contentKey,
    get text() {
      text ??= read();
      return text;
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
    return { stamp: `${mtimeMs} ${ctimeMs} ${size} ${ino} ${dev}`, isSettled };
  } catch {
    return { stamp: null, isSettled: false };
  }
}

/** A seed's text is not kept; a big one's hash is its path, so that only the stamp tells of its content. */
function isSame(before: Known, now: Known): boolean {
  const isUnread = now.file.kind === 'seed' && now.file.hash === now.file.path;
  if (isUnread && before.stamp !== now.stamp) return false;
  return before.file.contentKey === now.file.contentKey && before.file.size === now.file.size;
}
