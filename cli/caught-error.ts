/** Turns whatever was thrown into diagnostics; only a defect of tsdbt itself is called one. */
import { type Diagnostic, TsdbtError } from '../core/index.js';

/** The findings that an error carries, or one that describes it. Stacks are for the log file. */
export function diagnosticsOf(error: unknown): readonly Diagnostic[] {
  if (error instanceof TsdbtError) return error.diagnostics;
  const message = error instanceof Error ? error.message : String(error);
  if (isSystemError(error)) {
    return [{ code: 'TSDBT_FILE_ACCESS', severity: 'error', message: `${message}.`, hint: systemHints[error.code] }];
  }
  return [
    {
      code: 'TSDBT_INTERNAL_ERROR',
      severity: 'error',
      message: `tsdbt failed by a mistake of its own: ${message}`,
      hint: 'The log file holds the details, and --debug prints them; please report them.',
    },
  ];
}

/** Where an error came from, for the log file and --debug. */
export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const systemHints: Readonly<Record<string, string>> = {
  EACCES: 'Check who may read and write there.',
  EPERM: 'Check who may read and write there.',
  EROFS: 'The file system is read-only; --target-path and --log-path name other folders.',
  ENOSPC: 'The disk is full.',
  ENAMETOOLONG: 'The name is longer than the file system allows.',
};

function isSystemError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && 'syscall' in error && 'path' in error;
}
