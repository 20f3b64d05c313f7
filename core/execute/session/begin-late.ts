/**
 * A session that is opened with its first statement, and whose transactions begin with theirs, in the same message: most
 * nodes send one message, and each costs a way to the database and back. Until then a node does not keep others from the
 * database. Whoever asks is in a transaction from `begin` on.
 */
import type { ExecuteOptions, Session } from '../../adapter/database.js';

export interface LateSession extends Session {
  /** A transaction was begun, and nothing has been sent in it: the database does not know of it yet. */
  readonly isFresh: boolean;
  /** Waits until the database gives the session; afterwards what is asked is sent at once. */
  readonly ready: () => Promise<void>;
  readonly isOpen: boolean;
}

/** `open` gives a session that is in no transaction; it is asked once, also when it fails. */
export function beginLate(open: () => Promise<Session>): LateSession {
  let isFresh = false;
  let opening: Promise<Session> | null = null;
  let opened: Session | null = null;
  const session = async (): Promise<Session> => {
    opening ??= open();
    opened = await opening;
    return opened;
  };
  const taken = (): boolean => {
    const wasFresh = isFresh;
    isFresh = false;
    return wasFresh;
  };
  const beginning = (options: ExecuteOptions | undefined): ExecuteOptions | undefined =>
    taken() ? { ...options, begins: true } : options;
  const begun = async (): Promise<Session> => {
    const own = await session();
    if (taken()) await own.begin();
    return own;
  };
  return {
    execute: async (sql, options) => (opened ?? (await session())).execute(sql, beginning(options)),
    executeAll: async (statements, options) => (opened ?? (await session())).executeAll(statements, beginning(options)),
    stream: async function* (sql, options) {
      yield* (await begun()).stream(sql, options);
    },
    begin: async () => {
      isFresh = true;
    },
    commit: async (last = []) => {
      const begins = taken();
      if (begins && last.length === 0) return [];
      return (opened ?? (await session())).commit(last, { begins });
    },
    rollback: async () => {
      isFresh = false;
      await opened?.rollback();
    },
    load: async (request) => (await begun()).load(request),
    release: async () => {
      isFresh = false;
      // One that never opened has nothing to give back.
      await (await opening?.catch(() => null))?.release();
    },
    ready: async () => void (await session()),
    get inTransaction() {
      return isFresh || (opened?.inTransaction ?? false);
    },
    get sent() {
      return opened?.sent;
    },
    get isFresh() {
      return isFresh;
    },
    get isOpen() {
      return opened !== null;
    },
  };
}
