/**
 * Reads text files: UTF-8, nothing else; what cannot be read is a diagnostic. Files of projects are small and many: one after
 * the other at once they take a sixth of the time that they take through the thread pool.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.js';

/** The text, and how many bytes the file has. */
interface WholeText {
  readonly text: string;
  readonly size: number;
}

export type ReadText = WholeText | { readonly problem: Diagnostic };

/** Reads a file. `shown` is the path for messages. A byte order mark is removed. */
export async function readText(file: string, shown: string): Promise<ReadText> {
  return readTextNow(file, shown);
}

/**
 * A text that is no matter of doubt, read in one step, which takes half of the time; null for what has to be looked at byte by
 * byte, and for what cannot be read.
 */
export function readPlainText(file: string): WholeText | null {
  try {
    const text = readFileSync(file, 'utf8');
    return text.includes('\uFFFD') || text.startsWith('\uFEFF') ? null : { text, size: Buffer.byteLength(text) };
  } catch {
    return null;
  }
}

/** The same where nothing can wait. */
export function readTextNow(file: string, shown: string): ReadText {
  const read = readBytesNow(file, shown);
  if ('problem' in read) return read;
  const { bytes } = read;
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), size: bytes.length };
  } catch {
    const hint = 'Save the file as UTF-8.';
    return { problem: { ...unreadable(shown, 'it is not UTF-8 text'), hint, location: firstBadByte(bytes, shown) } };
  }
}

/** Reads a file as it is. */
export async function readBytes(file: string, shown: string): Promise<ReadBytes> {
  return readBytesNow(file, shown);
}

type ReadBytes = { readonly bytes: Buffer } | { readonly problem: Diagnostic };

/** The same where nothing can wait. */
export function readBytesNow(file: string, shown: string): ReadBytes {
  try {
    return { bytes: readFileSync(file) };
  } catch (error) {
    return { problem: unreadable(shown, fileReason(error)) };
  }
}

/** A diagnostic for a path that cannot be read. */
export function unreadable(shown: string, reason: string): Diagnostic {
  const message = `Cannot read ${shown}: ${reason}.`;
  return { code: 'TSDBT_FILE_UNREADABLE', severity: 'error', message, location: { file: shown, line: 1, column: 1 } };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'it is not a folder',
  ELOOP: 'its symbolic links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
};

/** A system error in plain words. */
export function fileReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return REASONS[code] ?? (error as Error).message;
}

/** The path as messages show it: relative to the root inside of it, else absolute. Forward slashes. */
export function shownPath(root: string, file: string): string {
  const relative = path.relative(root, file);
  const isInside = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  return (isInside ? relative : file).replaceAll(path.sep, '/');
}

function firstBadByte(bytes: Buffer, file: string): { file: string; line: number; column: number } {
  const decoded = new TextDecoder('utf-8').decode(bytes);
  const before = decoded.slice(0, Math.max(decoded.indexOf('\uFFFD'), 0));
  const lines = before.split('\n');
  return { file, line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}
