/** What went wrong with a file, in words: which file, what the system said, what to do. */
import { relative } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { TsdbtError } from '../diagnostics/error.js';

const words: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than is allowed',
  EEXIST: 'a file stands where a folder is needed',
  ENOTDIR: 'a file stands where a folder is needed',
  EISDIR: 'a folder stands in its place',
  ELOOP: 'its links lead in a circle',
  ENOENT: 'its folder cannot be made',
  ENAMETOOLONG: 'the name is longer than the file system allows',
};

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** An error about writing a path, told relative to the project; what the system did not say passes as it is. */
export function writeProblem(error: unknown, path: string, root: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = words[code];
  if (reason === undefined) return error;
  const inside = relative(root, path).replaceAll('\\', '/') || '.';
  const shown = inside === '..' || inside.startsWith('../') ? path : inside;
  const diagnostic: Diagnostic = {
    code: 'TSDBT_FILE_ACCESS',
    severity: 'error',
    message: `${shown} cannot be written: ${reason} (${code}).`,
    hint: FULL.has(code)
      ? 'Make room, or name another folder with --target-path.'
      : 'Mend it, or name another folder with --target-path.',
  };
  return new TsdbtError([diagnostic], { cause: error });
}
