/**
 * A session whose transactions begin with their first statement, in the same message: most nodes send one message, and
 * each costs a way to the database and back. Whoever asks is in a transaction from `begin` on.
 */
import type { ExecuteOptions, Session } from '../../adapter/database.js';

export interface LateSession extends Session {
  /** A transaction was begun, and nothing has been sent in it: the database does not know of it yet. */
  readonly isFresh: boolean;
}

/** Wraps a session of the database, which is in no transaction. */
export function beginLate(session: Session): LateSession {
  let isFresh = false;
  const taken = (): boolean => {
    const wasFresh = isFresh;
    isFresh = false;
    return wasFresh;
  };
  const opening = (options: ExecuteOptions | undefined): ExecuteOptions | undefined =>
    taken() ? { ...options, begins: true } : options;
  const open = async (): Promise<void> => {
    if (taken()) await session.begin();
  };
  return {
    execute: (sql, options) => session.execute(sql, opening(options)),
    executeAll: (statements, options) => session.executeAll(statements, opening(options)),
    stream: async function* (sql, options) {
      await open();
      yield* session.stream(sql, options);
    },
    begin: async () => {
      isFresh = true;
    },
    commit: async (last = []) => {
      if (!taken()) return session.commit(last);
      return last.length === 0 ? [] : session.commit(last, { begins: true });
    },
    rollback: async () => {
      isFresh = false;
      await session.rollback();
    },
    load: async (request) => {
      await open();
      return session.load(request);
    },
    release: async () => {
      isFresh = false;
      await session.release();
    },
    get inTransaction() {
      return isFresh || session.inTransaction;
    },
    get sent() {
      return session.sent;
    },
    get isFresh() {
      return isFresh;
    },
  };
}
