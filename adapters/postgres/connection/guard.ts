/**
 * Runs work on a connection so that an abort cancels it on the server, and closes the connection when nothing else helps.
 * Invariant: the connection is not used again before a cancel request is over, so that it cannot hit a later statement.
 */
import type pg from 'pg';
import { failureError } from '../../../core/adapter/failure-error.js';
import { classifyError } from '../classify-error.js';
import { cancelStatement } from './cancel.js';
import { type Connections, lossOf } from './connections.js';
import { isMessageFailure } from './statements/statement-query.js';

export interface GuardedParts {
  readonly client: pg.Client;
  readonly connections: Connections;
  readonly signal: AbortSignal;
}

export interface Guard {
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** False once the connection was closed or given back. */
  isUsable(): boolean;
  /** Waits for work that still runs, which an abort may just be ending. */
  idle(): Promise<void>;
  closeConnection(): Promise<void>;
  giveBack(): Promise<void>;
}

/** After such an error the connection must not go back into the pool, even where its socket has not closed yet. */
function isConnectionLost(failure: unknown): boolean {
  const error = (isMessageFailure(failure) ? failure.error : failure) as { readonly severity?: unknown } | null;
  return error?.severity === 'FATAL' || error?.severity === 'PANIC' || classifyError(error).kind === 'connection';
}

/** Guards one connection for one session. */
export function createGuard(parts: GuardedParts): Guard {
  let isUsable = true;
  let current: Promise<unknown> = Promise.resolve();
  const leave = async (isBroken: boolean): Promise<void> => {
    if (!isUsable) return;
    isUsable = false;
    await parts.connections.release(parts.client, isBroken);
  };
  const cancel = async (running: Promise<unknown>): Promise<boolean> => {
    const mustClose = await cancelStatement(parts.client, running, parts.connections);
    if (mustClose) await leave(true);
    return mustClose;
  };
  const run = async <T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    const signals = signal === undefined ? [parts.signal] : [parts.signal, signal];
    if (signals.some((each) => each.aborted)) {
      throw failureError({ kind: 'cancelled', message: 'Cancelled before the statement was sent.' });
    }
    if (!isUsable) throw failureError({ kind: 'connection', message: 'The connection of this session is closed.' });
    const running = parts.connections.watch(parts.client, work());
    let cancelling: Promise<boolean> | null = null;
    const onAbort = (): void => {
      cancelling ??= cancel(running);
    };
    for (const each of signals) each.addEventListener('abort', onAbort, { once: true });
    try {
      return await running;
    } catch (error) {
      if (await cancelling) {
        throw failureError({ kind: 'cancelled', message: 'Cancelled; the connection was closed.' }, error);
      }
      if (!isConnectionLost(error)) throw error;
      await leave(true);
      throw isMessageFailure(error) ? { ...error, error: lossOf(parts.client) ?? error.error } : error;
    } finally {
      for (const each of signals) each.removeEventListener('abort', onAbort);
      await cancelling;
    }
  };
  const tracked = <T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    const running = run(work, signal);
    current = running.catch(() => {});
    return running;
  };
  const idle = async (): Promise<void> => {
    await current;
  };
  return {
    run: tracked,
    idle,
    isUsable: () => isUsable,
    closeConnection: () => leave(true),
    giveBack: () => leave(false),
  };
}
