/**
 * Runs command lines in the test's own process: all of the program but `main.ts`, at a tenth of what a process costs.
 * What is of the process itself (signals, exit, pipes, permissions, help and version) is tested with real ones.
 */
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type { runCli } from '../../cli/run-cli.js';

export interface InProcessOptions {
  /** The bin that stands for the program; the modules beside it are used. */
  readonly bin: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The words as the program prints them, both streams apart and in one. */
export interface InProcessResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `main.ts` answers these from its tables, without `runCli`. */
export function isQuickAnswer(args: readonly string[]): boolean {
  return args.length === 0 || args.some((word) => ['--help', '-h', '--version', '-V', '-v', 'help'].includes(word));
}

/** Runs one command line to its end. */
export async function runInProcess(args: readonly string[], options: InProcessOptions): Promise<InProcessResult> {
  const { cwd, env } = options;
  const stdout = new TextStream();
  const stderr = new TextStream();
  const module = pathToFileURL(join(dirname(options.bin), 'run-cli.cjs')).href;
  const { runCli: run } = (await import(/* @vite-ignore */ module)) as { runCli: typeof runCli };
  const streams = { stdout, stderr, pid: process.pid };
  const { signal } = new AbortController();
  const code = await run(args, { streams, env, cwd, signal, onScrubber: () => {}, onExit: () => {} });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

class TextStream extends Writable {
  readonly #pieces: Buffer[] = [];

  override _write(chunk: Buffer | string, _encoding: BufferEncoding, done: () => void): void {
    this.#pieces.push(Buffer.from(chunk));
    done();
  }

  text(): string {
    return Buffer.concat(this.#pieces).toString('utf8');
  }
}
