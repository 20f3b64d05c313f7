/** A session on a child process: it has the process to itself until it is released. An abort kills the process and ends the session. */

import type { StatementResult } from '../../../core/adapter/cell.js';
import type { ExecuteOptions, LoadRequest, Session, StreamOptions } from '../../../core/adapter/database.js';
import { failureError } from '../../../core/adapter/failure-error.js';
import { refuseNul, refuseSeveral } from '../../common/statement-text.js';
import { classifyError, type ErrorPlace } from '../classify-error.js';
import { sqliteDialect } from '../dialect.js';
import type { ChildHandle } from './child-handle.js';
import type { ChildAnswer, ChildConfig, ChildError, ChildRequest } from './protocol.js';

export interface SessionParts {
  readonly child: ChildHandle;
  readonly file: string;
  /** A writer takes the write lock at `begin`, so that it cannot lose it to another process halfway. */
  readonly isWriter: boolean;
  /** Aborting ends whatever the session does. */
  readonly signals: readonly AbortSignal[];
  /** How long to wait for the write lock beyond the busy timeout, in milliseconds. */
  readonly patience: () => number;
  readonly onRelease: () => void;
}

export interface SqliteSession extends Session {
  /** Lets the child open its database, or attach what has appeared since. */
  open(config: ChildConfig): Promise<void>;
}

/** After a busy timeout, which may be 0. */
const PAUSE_MS = 50;

/** Wraps a child; `open` comes first. */
export function createSession(parts: SessionParts): SqliteSession {
  const { child } = parts;
  let inTransaction = false;
  let isReleased = false;

  const ask = async (request: ChildRequest, signal?: AbortSignal): Promise<ChildAnswer> => {
    const answer = await abortable(
      child,
      () => child.ask(request),
      signal === undefined ? parts.signals : [...parts.signals, signal],
    );
    inTransaction = answer.inTransaction;
    if (answer.error !== null) throw toError(answer.error, parts.file);
    return answer;
  };
  const run = async (
    statements: readonly string[],
    options: ExecuteOptions = {},
  ): Promise<readonly StatementResult[]> => {
    for (const text of statements) {
      refuseNul(text);
      if (options.isSingle === true) refuseSeveral(text, { postgres: false });
    }
    return (await ask({ ...executed(statements), maxRows: options.maxRows ?? null }, options.signal)).results;
  };
  const command = async (sql: string): Promise<void> => {
    await run([sql]);
  };
  const rollback = async (): Promise<void> => {
    if (!inTransaction || !child.isAlive) return;
    try {
      // Not through `ask`: an abort that came in between must not keep the transaction open.
      inTransaction = (await child.ask(executed(['rollback']))).inTransaction;
    } catch {
      inTransaction = false;
    }
  };
  const begin = (): Promise<void> => beginTransaction(command, parts);

  return {
    get inTransaction() {
      return inTransaction && child.isAlive;
    },
    execute: async (sql, options) => withoutIndex(run([sql], options)).then((results) => results[0]!),
    executeAll: (statements, options) => run(statements, options),
    open: async (config) => {
      await ask({ op: 'open', config });
    },
    stream: (sql, options) => streamRows(ask, sql, options),
    begin,
    commit: async (last = []) => {
      if (parts.signals.every((signal) => !signal.aborted)) {
        const answer = await unhurried(child, () => child.ask(executed([...last, 'commit'])), parts.signals);
        inTransaction = answer.inTransaction;
        if (answer.error !== null) throw toError(answer.error, parts.file);
      } else await run([...last, 'commit']);
    },
    rollback,
    load: async (request) => {
      if (inTransaction) return load(request, ask);
      await begin();
      try {
        const loaded = await load(request, ask);
        await command('commit');
        return loaded;
      } catch (error) {
        await rollback();
        throw error;
      }
    },
    release: async () => {
      if (isReleased) return;
      isReleased = true;
      await rollback();
      parts.onRelease();
    },
  };
}

/** The library waits for the busy timeout by itself; beyond it only another run is waited for. */
async function beginTransaction(
  command: (sql: string) => Promise<void>,
  { isWriter, patience }: SessionParts,
): Promise<void> {
  const started = Date.now();
  for (;;) {
    try {
      await command(isWriter ? 'begin immediate' : 'begin');
      return;
    } catch (error) {
      const isBusy = classifyError(error).kind === 'locked';
      if (!isBusy || Date.now() - started >= patience()) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** Waits for an answer; an abort kills the child, which rejects the answer as cancelled. */
async function abortable(
  child: ChildHandle,
  work: () => Promise<ChildAnswer>,
  signals: readonly AbortSignal[],
): Promise<ChildAnswer> {
  const onAbort = (): void => void child.cancel();
  if (signals.some((signal) => signal.aborted)) onAbort();
  for (const signal of signals) signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await work();
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', onAbort);
  }
}

/** How long a commit may go on after a cancel, in milliseconds. */
const COMMIT_GRACE = 5000;

/**
 * A commit is short. It is not interrupted, as nobody could say then whether it happened; only one that hangs is. When
 * the process ends all the same, that is what its failure says.
 */
async function unhurried(
  child: ChildHandle,
  commit: () => Promise<ChildAnswer>,
  signals: readonly AbortSignal[],
): Promise<ChildAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    timer ??= setTimeout(() => void child.cancel(), COMMIT_GRACE);
  };
  for (const signal of signals) signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await commit();
  } catch (error) {
    throw failureError({ ...classifyError(error), isCommitUnknown: true }, error);
  } finally {
    clearTimeout(timer);
    for (const signal of signals) signal.removeEventListener('abort', onAbort);
  }
}

function executed(statements: readonly string[]): Extract<ChildRequest, { op: 'execute' }> {
  return { op: 'execute', statements, maxRows: null };
}

type Ask = (request: ChildRequest, signal?: AbortSignal) => Promise<ChildAnswer>;

/** A statement that ends early is stopped, so that the connection is free again. */
async function* streamRows(ask: Ask, sql: string, { batchRows, signal }: StreamOptions) {
  refuseNul(sql);
  refuseSeveral(sql, { postgres: false });
  let isDone = false;
  await ask({ op: 'stream', statement: sql }, signal);
  try {
    while (!isDone) {
      const rows = (await ask({ op: 'fetch', count: batchRows }, signal)).results[0]!.rows;
      isDone = rows.length < batchRows;
      if (rows.length > 0) yield rows;
    }
  } finally {
    await ask({ op: 'stop' }).catch(() => {});
  }
}

/** One batch is on its way while the next is made; more wait. */
async function load(request: LoadRequest, ask: Ask): Promise<{ readonly rows: number }> {
  const relation = sqliteDialect.renderRelation(request.relation);
  await ask({ op: 'load', relation, columns: request.columns }, request.signal);
  if (request.plain) {
    const { results } = await ask({ op: 'file', file: request.plain }, request.signal);
    return { rows: results[0]!.rowsAffected! };
  }
  let count = 0;
  let sent: Promise<unknown> = Promise.resolve();
  try {
    for await (const rows of request.batches) {
      await sent;
      sent = ask({ op: 'rows', rows }, request.signal);
      sent.catch(() => {});
      count += rows.length;
    }
  } finally {
    await sent.catch(() => {});
  }
  await sent;
  return { rows: count };
}

function toError(error: ChildError, file: string): Error {
  const place: ErrorPlace = { ...error, file };
  return Object.assign(new Error(error.message), { sqlite: place });
}

/** A single text has no index among others. */
async function withoutIndex<T>(running: Promise<T>): Promise<T> {
  try {
    return await running;
  } catch (error) {
    const place = (error as { sqlite?: ErrorPlace }).sqlite;
    throw place === undefined ? error : Object.assign(error as Error, { sqlite: { ...place, statementIndex: null } });
  }
}
