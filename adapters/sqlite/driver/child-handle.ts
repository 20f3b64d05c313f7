/**
 * The parent's side of one database child process: starts it, asks one request at a time, kills it to cancel. After an
 * end of any kind every pending and later request is rejected; nothing waits for a process that is gone.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { failureError } from '../../../core/adapter/failure-error.js';
import { builtFile } from '../../common/package-root.js';
import type { ChildAnswer, ChildConfig, ChildMessage, ChildRequest } from './protocol.js';

export interface ChildHandle {
  /** With a configuration, the process opens that first. */
  ask(request: ChildRequest, config?: ChildConfig | null): Promise<ChildAnswer>;
  /** Ends the process at once, also within a statement; what it had not committed is gone. */
  cancel(): Promise<void>;
  /** Lets the process bring its log into the file and end; kills it when it takes too long. */
  end(): Promise<void>;
  readonly isAlive: boolean;
  /** As the process said with its last answer. */
  readonly mayLend: boolean;
}

interface Pending {
  readonly resolve: (answer: ChildAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** A checkpoint of a large log takes seconds, not minutes. */
const END_TIMEOUT = 30_000;

/** Starts a process; it opens nothing before it is asked to. `onLost` is told when it ended without being asked to. */
export function startChild(file: string, onLost: (reason: string) => void = () => {}): ChildHandle {
  const child = forkEntry();
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let isCancelled = false;
  let isEnding = false;
  let isAlive = true;
  let mayLend = false;
  let errorText = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errorText = (errorText + chunk.toString()).slice(-2000);
  });
  const ended = new Promise<void>((resolve) => {
    const onEnd = (code: number | null, signal: string | null): void => {
      isAlive = false;
      const error = isCancelled ? cancelledError() : endedError(file, signal ?? `exit code ${code}`, errorText);
      if (!isCancelled && !isEnding) onLost(error.message);
      for (const { reject } of pending.values()) reject(error);
      pending.clear();
      resolve();
    };
    child.once('exit', onEnd);
    child.once('error', (error) => {
      errorText += error.message;
      onEnd(null, 'it could not be started');
    });
  });
  child.on('message', (answer: ChildAnswer) => {
    mayLend = answer.mayLend;
    pending.get(answer.id)?.resolve(answer);
    pending.delete(answer.id);
  });
  const ask = (request: ChildRequest, config: ChildConfig | null = null): Promise<ChildAnswer> =>
    new Promise((resolve, reject) => {
      if (!isAlive) {
        reject(isCancelled ? cancelledError() : endedError(file, 'it is gone', errorText));
        return;
      }
      const id = ++lastId;
      pending.set(id, { resolve, reject });
      child.send({ id, config, request } satisfies ChildMessage, (error) => {
        // A channel that has just closed: the exit event says why, unless it has already been.
        if (error !== null && !isAlive) reject(endedError(file, error.message, errorText));
      });
    });
  const cancel = async (): Promise<void> => {
    isCancelled = true;
    if (isAlive) child.kill('SIGKILL');
    await ended;
  };
  return {
    ask,
    cancel,
    end: async () => {
      if (!isAlive) return;
      isEnding = true;
      const timer = setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT);
      ask({ op: 'close' }).catch(() => {});
      await ended;
      clearTimeout(timer);
    },
    get isAlive() {
      return isAlive;
    },
    get mayLend() {
      return mayLend;
    },
  };
}

/** Megabytes for new objects. Rows on their way die young: with more room for them the process takes more memory and no less time. */
const YOUNG_OBJECTS = '--max-semi-space-size=4';

/** From source the same loader runs the child; built, it starts bare, without what slows a start. */
function forkEntry(): ChildProcess {
  const built = builtFile('adapters/sqlite/driver/child/entry.cjs');
  return fork(fileURLToPath(built ?? new URL('./child/entry.ts', import.meta.url)), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [...(built === null ? loaderFlags(process.execArgv) : []), YOUNG_OBJECTS],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: undefined },
  });
}

const loaderFlag = /^(--import|--require|-r|--loader|--experimental-loader)(=|$)/;

/** Of the parent's flags only those that load modules; a debugger's port or a script given by `-e` must not go to the child. */
function loaderFlags(flags: readonly string[]): string[] {
  return flags.flatMap((flag, index) => {
    if (!loaderFlag.test(flag)) return [];
    return flag.includes('=') ? [flag] : [flag, flags[index + 1] ?? ''];
  });
}

function cancelledError(): Error {
  return failureError({ kind: 'cancelled', message: 'Cancelled: the database process was ended.' });
}

function endedError(file: string, why: string, errorText: string): Error {
  return failureError({
    kind: 'connection',
    message: `The process that works on ${file} ended unexpectedly (${why}).`,
    detail: errorText.trim() === '' ? null : errorText.trim(),
  });
}
