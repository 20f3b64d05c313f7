/** A session on a child process: it has the process to itself until it is released. An abort kills the process and ends the session. */

import type { StatementResult } from '../../../core/adapter/cell.js';
import type { ExecuteOptions, LoadRequest, Session, StreamOptions } from '../../../core/adapter/database.js';
import { failureError } from '../../../core/adapter/failure-error.js';
import { refuseNul, refuseSeveral } from '../../common/statement-text.js';
import { classifyError, type ErrorPlace } from '../classify-error.js';
import { sqliteDialect } from '../dialect.js';
import { abortable, unhurried } from './aborting.js';
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
  /** Lets the child open its database. */
  open(config: ChildConfig): Promise<void>;
  /** The same for a child that has it open: with the first request it attaches what has appeared since. */
  openLate(config: ChildConfig): void;
}

/** After a busy timeout, which may be 0. */
const PAUSE_MS = 50;

/** Wraps a child; `open` or `openLate` comes first. */
export function createSession(parts: SessionParts): SqliteSession {
  const asking = createAsking(parts);
  const { ask } = asking;
  const beginSql = parts.isWriter ? 'begin immediate' : 'begin';
  let isReleased = false;

  const run = async (
    statements: readonly string[],
    options: ExecuteOptions = {},
  ): Promise<readonly StatementResult[]> => {
    for (const text of statements) {
      refuseNul(text);
      if (options.isSingle === true) refuseSeveral(text, { postgres: false });
    }
    const begin = options.begins === true ? beginSql : null;
    return (await ask({ op: 'execute', begin, statements, maxRows: options.maxRows ?? null }, options.signal)).results;
  };
  const rollback = async (): Promise<void> => {
    if (!asking.inTransaction()) return;
    // Not through `ask`: an abort that came in between must not keep the transaction open.
    await asking.send(executed(['rollback'])).catch(asking.forget);
  };
  const begin = async (): Promise<void> => {
    await run([], { begins: true });
  };

  return {
    get inTransaction() {
      return asking.inTransaction();
    },
    get sent() {
      return asking.sent();
    },
    execute: async (sql, options) => withoutIndex(run([sql], options)).then((results) => results[0]!),
    executeAll: (statements, options) => run(statements, options),
    open: async (config) => {
      await ask({ op: 'open', config });
    },
    openLate: asking.openLate,
    stream: (sql, options) => streamRows(ask, sql, options),
    begin,
    commit: async (last = [], { begins = false } = {}) => {
      const statements = [...last, 'commit'];
      if (parts.signals.some((signal) => signal.aborted)) return (await run(statements, { begins })).slice(0, -1);
      for (const text of last) refuseNul(text);
      const request = { ...executed(statements), begin: begins ? beginSql : null };
      const { results } = await asking.askUnhurried(request);
      return results.slice(0, -1);
    },
    rollback,
    load: async (request) => {
      if (asking.inTransaction()) return load(request, ask);
      await begin();
      try {
        const loaded = await load(request, ask);
        await run(['commit']);
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

interface Asking {
  readonly ask: Ask;
  /** Of a commit. */
  readonly askUnhurried: (request: ChildRequest) => Promise<ChildAnswer>;
  readonly send: (request: ChildRequest) => Promise<ChildAnswer>;
  readonly openLate: (config: ChildConfig) => void;
  readonly inTransaction: () => boolean;
  readonly sent: () => number;
  /** No transaction is open any more. */
  readonly forget: () => void;
}

/** Requests of one session; knows from each answer whether a transaction is open. */
function createAsking(parts: SessionParts): Asking {
  const { child } = parts;
  let isInside = false;
  let sent = 0;
  let late: ChildConfig | null = null;
  const send = async (request: ChildRequest): Promise<ChildAnswer> => {
    const config = late;
    late = null;
    sent++;
    const answer = await child.ask(request, config);
    isInside = answer.inTransaction;
    return answer;
  };
  return {
    send,
    sent: () => sent,
    ask: (request, signal) => {
      const signals = signal === undefined ? parts.signals : [...parts.signals, signal];
      return whenUnlocked(parts, () => abortable(child, () => send(request), signals));
    },
    askUnhurried: (request) => whenUnlocked(parts, () => unhurried(child, () => send(request), parts.signals)),
    openLate: (config) => {
      late = config;
    },
    inTransaction: () => isInside && child.isAlive,
    forget: () => {
      isInside = false;
    },
  };
}

/**
 * Asks again where the transaction could not be opened. The library waits for the busy timeout by itself; beyond it only
 * another run is waited for. Throws the child's error.
 */
async function whenUnlocked(parts: SessionParts, work: () => Promise<ChildAnswer>): Promise<ChildAnswer> {
  const started = Date.now();
  for (;;) {
    const answer = await work();
    if (answer.error === null) return answer;
    const error = toError(answer.error, parts.file);
    const isBusy = answer.error.isAtBegin && classifyError(error).kind === 'locked';
    if (!isBusy || Date.now() - started >= parts.patience()) throw error;
    // Nothing was done yet, so that nothing is unknown; a commit that hears of no abort would wait on.
    if (parts.signals.some((signal) => signal.aborted)) throw cancelledAtBegin(error);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

function cancelledAtBegin(cause: unknown): Error {
  return failureError({ kind: 'cancelled', message: 'Cancelled while it waited for the lock of the file.' }, cause);
}

function executed(statements: readonly string[]): Extract<ChildRequest, { op: 'execute' }> {
  return { op: 'execute', begin: null, statements, maxRows: null };
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
