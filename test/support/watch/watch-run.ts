/** A `tsdbt watch` in the test's own process: files are saved, keys pressed, and what it says is waited for. */
import { EventEmitter } from 'node:events';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import type { runCli } from '../../../cli/run-cli.js';
import { bin, writeFiles } from '../cli.js';

export interface WatchRun {
  /** Writes files of the project. */
  readonly save: (files: Readonly<Record<string, string>>) => void;
  readonly press: (keys: string) => void;
  /** Waits for words in what was said since the last that were waited for; answers all of that up to their end. */
  readonly says: (words: string | RegExp, timeoutMs?: number) => Promise<string>;
  /** Everything that was said since the last words that were waited for. */
  readonly rest: () => string;
  /** Ends it as Ctrl-C does; answers the exit code. */
  readonly stop: () => Promise<number>;
  readonly ended: Promise<number>;
  /** Whether the terminal still gives key by key. */
  readonly isRaw: () => boolean;
}

export interface WatchRunOptions {
  readonly cwd: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whether a person sits at a terminal; else the words go to a pipe. */
  readonly isTerminal?: boolean;
}

/** Starts a watch; the test's end stops it. */
export function startWatch({ cwd, args = [], env = {}, isTerminal = false }: WatchRunOptions): WatchRun {
  const heard = new Heard();
  const terminal = { isTTY: isTerminal, columns: 120 };
  const stdout = Object.assign(heard.stream(), terminal);
  const stderr = Object.assign(heard.stream(), terminal);
  const stdin = new Keyboard(isTerminal);
  const ending = new AbortController();
  const streams = { stdout, stderr, stdin, pid: process.pid };
  const variables = { PATH: process.env.PATH, HOME: cwd, TERM: 'xterm', NO_COLOR: '1', ...env };
  const rim = { streams, env: variables, cwd, signal: ending.signal, onScrubber: () => {}, onExit: () => {} };
  const ended = load().then((run) => run(['watch', ...args], rim));
  const stop = (): Promise<number> => {
    ending.abort();
    return ended;
  };
  onTestFinished(async () => {
    await stop();
  });
  return {
    save: (files) => writeFiles(cwd, files),
    press: (keys) => void stdin.emit('data', keys),
    says: (words, timeoutMs = 20_000) => heard.until(words, timeoutMs),
    rest: () => heard.rest(),
    stop,
    ended,
    isRaw: () => stdin.isRaw,
  };
}

/** The built program, as users have it. */
async function load(): Promise<typeof runCli> {
  const module = pathToFileURL(join(dirname(bin), 'run-cli.cjs')).href;
  return ((await import(/* @vite-ignore */ module)) as { runCli: typeof runCli }).runCli;
}

class Keyboard extends EventEmitter {
  readonly isTTY: boolean;
  isRaw = false;

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  setRawMode(isRaw: boolean): void {
    this.isRaw = isRaw;
  }

  setEncoding(): void {}
  resume(): void {}
  pause(): void {}
}

class Heard {
  #text = '';
  #mark = 0;
  #wake = (): void => {};

  stream(): Writable {
    return new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.#text += chunk.toString();
        this.#wake();
        done();
      },
    });
  }

  rest(): string {
    return this.#text.slice(this.#mark);
  }

  async until(words: string | RegExp, timeoutMs: number): Promise<string> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const rest = this.rest();
      const found = typeof words === 'string' ? rest.indexOf(words) : rest.search(words);
      if (found !== -1) {
        const length = typeof words === 'string' ? words.length : (words.exec(rest)?.[0].length ?? 0);
        this.#mark += found + length;
        return rest.slice(0, found + length);
      }
      if (Date.now() > deadline) throw new Error(`Nothing said ${words}; it said:\n${rest}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 100);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
