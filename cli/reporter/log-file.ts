/**
 * The log file: every record of the invocation, debug ones too, whatever the screen shows. Records that come before
 * the folder is known wait; a folder that cannot be written costs the log, never the run. Processes that share the file
 * append whole lines.
 */
import { closeSync, existsSync, fstatSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../core/index.js';
import type { TextForm } from '../output.js';

export interface LogFile {
  readonly write: (line: string, form?: TextForm) => void;
  /** Gives the waiting lines a file. Answers why not when it cannot be written. */
  readonly open: (folder: string, maxBytes: number) => string | null;
  readonly close: () => void;
}

export interface LogFileParts {
  readonly scrub: (text: string, form?: TextForm) => string;
  /** Told once when a file that was open cannot be written any more. */
  readonly onLost: (problem: string) => void;
}

interface Line {
  readonly text: string;
  readonly form: TextForm;
}

const FILE_NAME = 'tsdbt.log';
const BACKUPS = 5;
const BUFFER_LENGTH = 64 * 1024;

/** Makes a log file that scrubs what it writes. */
export function createLogFile({ scrub, onLost }: LogFileParts): LogFile {
  let pending: Line[] = [];
  let length = 0;
  let descriptor: number | null = null;
  let place: Place | null = null;
  let isLost = false;
  /** A watch may go on for days: what limits the file at the start limits it then too. */
  const renew = () => {
    if (descriptor === null || place === null || !isFull(fstatSync(descriptor).size, place)) return;
    closeSync(descriptor);
    descriptor = null;
    descriptor = openFile(place);
  };
  const flush = ({ goesOn }: { readonly goesOn: boolean }) => {
    if (descriptor === null || pending.length === 0) return;
    const text = pending.map((line) => `${scrub(line.text, line.form)}\n`).join('');
    pending = [];
    length = 0;
    try {
      writeWhole(descriptor, text);
      if (goesOn) renew();
    } catch (error) {
      isLost = true;
      onLost(messageOf(error));
    }
  };
  return {
    write: (text, form = 'text') => {
      if (isLost) return;
      pending.push({ text, form });
      length += text.length + 1;
      if (length > BUFFER_LENGTH) flush({ goesOn: true });
    },
    open: (folder, maxBytes) => {
      try {
        makeFolder(folder);
        place = { path: join(folder, FILE_NAME), maxBytes };
        descriptor = openFile(place);
        return null;
      } catch (error) {
        isLost = true;
        pending = [];
        return messageOf(error);
      }
    },
    close: () => {
      flush({ goesOn: false });
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}

interface Place {
  readonly path: string;
  /** Zero means no limit. */
  readonly maxBytes: number;
}

function openFile(place: Place): number {
  if (existsSync(place.path) && isFull(statSync(place.path).size, place)) rotate(place.path);
  return openSync(place.path, 'a');
}

function isFull(bytes: number, { maxBytes }: Place): boolean {
  return maxBytes > 0 && bytes >= maxBytes;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** One call for all, which the system appends in one piece; the rest only when it took less. */
function writeWhole(descriptor: number, text: string): void {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) bytes = bytes.subarray(writeSync(descriptor, bytes));
}

/** Moves a file that is full to `.1`, that to `.2`, and so on. */
function rotate(path: string): void {
  for (let number = BACKUPS - 1; number >= 1; number--) move(`${path}.${number}`, `${path}.${number + 1}`);
  move(path, `${path}.1`);
}

/** Another process may have moved the file just before. */
function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
