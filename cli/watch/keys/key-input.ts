/**
 * The keyboard of a terminal in raw mode. However the process ends, the terminal is given back as it was: `close` does
 * it, and so does the end of the process.
 */
import { splitKeys } from './split-keys.js';

export interface KeyInput {
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

export interface ProcessEnd {
  on(event: 'exit', listener: () => void): unknown;
  removeListener(event: 'exit', listener: () => void): unknown;
}

/** Listens; null when nobody types there. */
export function openKeyInput(
  stream: KeyStream | undefined,
  process: ProcessEnd,
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
    close: () => {
      stream.removeListener('data', listen);
      stream.pause();
      restore();
      process.removeListener('exit', restore);
    },
  };
}
