/**
 * An adapter whose every message to the database passes a watch first: the place where tests put faults. Nothing of
 * the product knows of it; messages are counted over all sessions of all databases that it opens.
 */
import type { Adapter } from '../../../core/adapter/adapter.js';
import type { Database, Session, SessionOptions } from '../../../core/adapter/database.js';

/** One message to the database: a statement, several that travel together, or a load. */
export interface Message {
  /** From 1, over all sessions. */
  readonly number: number;
  readonly kind: 'statement' | 'load' | 'begin' | 'commit' | 'rollback';
  readonly sql: string;
  /** The unique id of the node, or the name of the task, that the session was opened for. */
  readonly label: string;
  /** The session below, for what a fault has to ask or send itself. */
  readonly session: Session;
}

export interface Watch {
  /** Before a message is sent. What it throws comes back in place of an answer; it may also never end. */
  readonly before?: (message: Message) => Promise<void> | void;
  /** While the message is on its way; the answer waits for it. */
  readonly during?: (message: Message) => Promise<void> | void;
  /** After the answer, before the caller gets it. */
  readonly after?: (message: Message) => Promise<void> | void;
  /** Before a session is opened. */
  readonly opening?: (options: SessionOptions) => Promise<void> | void;
  /** Once a session is open. */
  readonly opened?: (session: Session) => void;
  /** Aborting it cancels whatever the sessions do, as the signal of the run would. */
  readonly signal?: AbortSignal;
}

/** Wraps an adapter. */
export function watchedAdapter(adapter: Adapter, watch: Watch): Adapter {
  const counter = { count: 0 };
  return {
    ...adapter,
    open: async (credentials, options) => watchedDatabase(await adapter.open(credentials, options), watch, counter),
  };
}

function watchedDatabase(database: Database, watch: Watch, counter: Counter): Database {
  return {
    ...database,
    session: async (options) => {
      await watch.opening?.(options);
      const signals = [options.signal, watch.signal].filter((signal) => signal !== undefined);
      const signal = signals.length === 0 ? {} : { signal: AbortSignal.any(signals) };
      const session = await database.session({ ...options, ...signal });
      watch.opened?.(session);
      return watchedSession(session, { label: options.label, watch, counter });
    },
  };
}

interface Counter {
  count: number;
}

interface Parts {
  readonly label: string;
  readonly watch: Watch;
  readonly counter: Counter;
}

function watchedSession(session: Session, { label, watch, counter }: Parts): Session {
  const pass = async <T>(kind: Message['kind'], sql: string, send: () => Promise<T>): Promise<T> => {
    const message: Message = { number: ++counter.count, kind, sql, label, session };
    await watch.before?.(message);
    const running = send();
    if (watch.during !== undefined) {
      running.catch(() => {});
      await watch.during(message);
    }
    const answer = await running;
    await watch.after?.(message);
    return answer;
  };
  return {
    // Spread, so that parts of a session that a test does not care for come through.
    ...session,
    execute: (sql, options) => pass('statement', sql, () => session.execute(sql, options)),
    executeAll: (statements, options) =>
      pass('statement', statements.join(';\n'), () => session.executeAll(statements, options)),
    begin: () => pass('begin', 'begin', () => session.begin()),
    commit: (last, options) =>
      pass('commit', [...(last ?? []), 'commit'].join(';\n'), () => session.commit(last, options)),
    rollback: () =>
      session.inTransaction ? pass('rollback', 'rollback', () => session.rollback()) : session.rollback(),
    load: (request) => pass('load', 'load', () => session.load(request)),
    release: () => session.release(),
    get inTransaction() {
      return session.inTransaction;
    },
    get sent() {
      return session.sent;
    },
  };
}
