/**
 * The keyboard of a terminal in raw mode. However the process ends, the terminal is given back as it was: `close` does
 * it, and so does the end of the process.
 */
import { splitKeys } from './split-keys.js';

export interface KeyInput {
  /** Stops the program as Ctrl-Z does, with the terminal as it was; goes on when the shell says so. */
  readonly suspend: () => void;
  /** Gives the terminal back. */
  readonly close: () => void;
}

/** What of `process.stdin` is used. */
export interface KeyStream {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
  setEncoding(encoding: BufferEncoding): unknown;
  on(event: 'data', listener: (chunk: string) => void): unknown;
  removeListener(event: 'data', listener: (chunk: string) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** What of `process` is used. */
export interface KeyProcess {
  readonly pid: number;
  on(event: 'exit', listener: () => void): unknown;
  once(event: 'SIGCONT', listener: () => void): unknown;
  removeListener(event: 'exit', listener: () => void): unknown;
  kill(pid: number, signal: 'SIGTSTP'): unknown;
}

/** Listens; null when nobody types there. */
export function openKeyInput(
  stream: KeyStream | undefined,
  process: KeyProcess,
  onKey: (key: string) => void,
): KeyInput | null {
  if (stream?.isTTY !== true || stream.setRawMode === undefined) return null;
  const listen = (chunk: string): void => {
    for (const key of splitKeys(chunk)) onKey(key);
  };
  const restore = (): void => {
    stream.setRawMode?.(false);
  };
  stream.setRawMode(true);
  stream.setEncoding('utf8');
  stream.on('data', listen);
  stream.resume();
  process.on('exit', restore);
  return {
    suspend: () => {
      restore();
      process.once('SIGCONT', () => stream.setRawMode?.(true));
      process.kill(process.pid, 'SIGTSTP');
    },
    close: () => {
      stream.removeListener('data', listen);
      stream.pause();
      restore();
      process.removeListener('exit', restore);
    },
  };
}
