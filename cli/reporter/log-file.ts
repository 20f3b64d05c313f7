/**
 * The log file: every record of the invocation, debug ones too, whatever the screen shows. Records that come before
 * the folder is known wait; a folder that cannot be written costs the log, never the run.
 */
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface LogFile {
  readonly write: (line: string) => void;
  /** Gives the waiting lines a file. Answers why not when it cannot be written. */
  readonly open: (folder: string, maxBytes: number) => string | null;
  readonly close: () => void;
}

const FILE_NAME = 'tsdbt.log';
const BACKUPS = 5;
const BUFFER_LENGTH = 64 * 1024;

/** Makes a log file that scrubs what it writes. */
export function createLogFile(scrub: (text: string) => string): LogFile {
  let pending: string[] = [];
  let length = 0;
  let descriptor: number | null = null;
  let isLost = false;
  const flush = () => {
    if (descriptor === null || pending.length === 0) return;
    const text = pending.join('');
    pending = [];
    length = 0;
    try {
      writeSync(descriptor, scrub(text));
    } catch {
      // A full disk: the run itself will say so where it matters.
      isLost = true;
    }
  };
  return {
    write: (line) => {
      if (isLost) return;
      pending.push(`${line}\n`);
      length += line.length + 1;
      if (length > BUFFER_LENGTH) flush();
    },
    open: (folder, maxBytes) => {
      try {
        mkdirSync(folder, { recursive: true });
        rotate(join(folder, FILE_NAME), maxBytes);
        descriptor = openSync(join(folder, FILE_NAME), 'a');
        return null;
      } catch (error) {
        isLost = true;
        pending = [];
        return error instanceof Error ? error.message : String(error);
      }
    },
    close: () => {
      flush();
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}

/** Moves a file that is full to `.1`, that to `.2`, and so on. Zero means no limit. */
function rotate(path: string, maxBytes: number): void {
  if (maxBytes === 0 || !existsSync(path) || statSync(path).size < maxBytes) return;
  for (let number = BACKUPS - 1; number >= 1; number--) {
    if (existsSync(`${path}.${number}`)) renameSync(`${path}.${number}`, `${path}.${number + 1}`);
  }
  renameSync(path, `${path}.1`);
}
