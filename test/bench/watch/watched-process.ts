/** A `tsdbt watch` in a process of its own, as users have it: what it says, how much it holds, its end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface WatchedProcess {
  /** Resolves when it says these words after what was waited for before. */
  readonly says: (words: RegExp) => Promise<string>;
  readonly usage: () => Promise<ProcessUsage>;
  /** Ends it with Ctrl-C's signal; answers the exit code. */
  readonly stop: () => Promise<number | null>;
}

export interface ProcessUsage {
  /** Bytes in use after a garbage collection. */
  readonly heapUsed: number;
  /** Open files, pipes and sockets. */
  readonly handles: number;
  /** What keeps the event loop alive. */
  readonly resources: number;
  readonly children: number;
}

export interface WatchedOptions {
  readonly bin: string;
  readonly cwd: string;
  readonly args?: readonly string[];
  /** Flags of node: a soak runs without optimized code, which takes memory as long as the process gets faster. */
  readonly nodeFlags?: readonly string[];
}

const PROBE = fileURLToPath(new URL('./probe.mjs', import.meta.url));
const TIMEOUT_MS = 120_000;
/** By then a watch has done what it had put off. */
const REST_MS = 1_500;

/** Starts it; nothing is built before it says so. */
export function startWatched({ bin, cwd, args = [], nodeFlags = [] }: WatchedOptions): WatchedProcess {
  const answer = join(cwd, '.probe.json');
  const child = spawn(process.execPath, ['--expose-gc', ...nodeFlags, '--import', PROBE, bin, 'watch', ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, PROBE_FILE: answer },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const heard = listen(child);
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => resolve(code));
  });
  return {
    says: heard.says,
    usage: async () => {
      await pause(REST_MS);
      rmSync(answer, { force: true });
      child.kill('SIGUSR2');
      while (!existsSync(answer)) await pause(10);
      const { heapUsed, resources } = JSON.parse(readFileSync(answer, 'utf8')) as Omit<ProcessUsage, 'handles'>;
      const handles = readdirSync(`/proc/${child.pid}/fd`).length;
      const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ').length;
      return { heapUsed, resources, handles, children };
    },
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

function listen(child: ChildProcess) {
  let text = '';
  let wake = (): void => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      wake();
    });
  }
  child.once('close', () => wake());
  const says = async (words: RegExp): Promise<string> => {
    const deadline = Date.now() + TIMEOUT_MS;
    for (;;) {
      const found = words.exec(text);
      if (found !== null) {
        const end = found.index + found[0].length;
        const said = text.slice(0, end);
        text = text.slice(end);
        return said;
      }
      if (child.exitCode !== null || Date.now() > deadline) throw new Error(`It did not say ${words} but:\n${text}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1000);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  return { says };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
