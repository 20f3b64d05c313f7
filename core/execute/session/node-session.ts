/**
 * A session as one node uses it: every statement carries the query comment, is told to the log with its time, and a
 * failure is remembered with the statement that caused it, without the comment.
 */
import type { StatementResult } from '../../adapter/cell.js';
import type { ExecuteOptions, LoadRequest, Session } from '../../adapter/database.js';
import type { DatabaseFailure } from '../../adapter/failure.js';
import { secondsSince } from '../clock.js';
import type { LateSession } from './begin-late.js';
import { mayEndTransaction } from './own-end.js';
import { type QueryComment, withComment } from './query-comment.js';

interface FailedStatement {
  readonly sql: string;
  readonly failure: DatabaseFailure;
}

export interface NodeSession extends LateSession {
  /** The statement that an error of this session came from, with the failure's position counted in it; null for other errors. */
  readonly failedStatement: (error: unknown) => FailedStatement | null;
  /** The same session for tsdbt's own questions, which change nothing. */
  readonly questions: Session;
  readonly kept: () => Kept;
}

/** What a session may have left in the database, whatever becomes of its open transaction. */
export interface Kept {
  readonly hasCommitted: boolean;
  /** A commit was sent, and what became of it is not known. */
  readonly isUnknown: boolean;
  /** Something that could have changed the database was sent while no transaction was open, or may have ended it by itself. */
  readonly sentOutside: boolean;
}

export interface NodeSessionOptions {
  readonly comment: QueryComment | null;
  readonly signal: AbortSignal;
  readonly classify: (error: unknown) => DatabaseFailure;
  readonly onStatement: (sql: string, seconds: number, message: string) => void;
  /** Told when what was done so far is kept. */
  readonly onCommit: () => void;
  /** Told when what was done since the last commit may be gone. */
  readonly onRollback: () => void;
}

/** Wraps a session of the database. */
export function wrapSession(session: LateSession, options: NodeSessionOptions): NodeSession {
  const kept = { hasCommitted: false, isUnknown: false, sentOutside: false };
  const { timed, failedStatement } = statementLog(session, options);
  const commented = (sql: string) => withComment(sql, options.comment).sql;
  const withSignal = (own: ExecuteOptions | undefined): ExecuteOptions => ({ signal: options.signal, ...own });
  const lastMessage = (results: readonly StatementResult[]) => results.at(-1)?.message ?? '';

  const questions: Session = {
    execute: (sql, own) =>
      timed(
        [sql],
        () => session.execute(commented(sql), withSignal(own)),
        (result) => result.message,
      ),
    executeAll: (statements, own) =>
      timed(statements, () => session.executeAll(statements.map(commented), withSignal(own)), lastMessage),
    stream: (sql, own) => session.stream(commented(sql), { signal: options.signal, ...own }),
    begin: () => session.begin(),
    commit: async (last = []) => {
      const send = () => session.commit(last.map(commented));
      try {
        const isEmpty = session.isFresh && last.length === 0;
        const results = isEmpty ? await send() : await timed([...last, 'commit'], send, () => 'COMMIT');
        kept.hasCommitted = true;
        options.onCommit();
        return results;
      } catch (error) {
        kept.isUnknown ||= options.classify(error).isCommitUnknown === true;
        throw error;
      }
    },
    rollback: async () => {
      options.onRollback();
      await session.rollback();
    },
    load: (request: LoadRequest) =>
      timed(
        ['load'],
        () => session.load({ signal: options.signal, ...request }),
        ({ rows }) => `LOAD ${rows}`,
      ),
    release: async () => {
      options.onRollback();
      await session.release();
    },
    get inTransaction() {
      return session.inTransaction;
    },
    get sent() {
      return session.sent;
    },
  };
  return {
    ...notingOutside(questions, kept),
    get inTransaction() {
      return session.inTransaction;
    },
    get sent() {
      return session.sent;
    },
    get isFresh() {
      return session.isFresh;
    },
    get isOpen() {
      return session.isOpen;
    },
    ready: session.ready,
    failedStatement,
    questions,
    kept: () => ({ ...kept }),
  };
}

/** The session as users' statements see it: what they send while no transaction is open stays, whatever follows. */
function notingOutside(session: Session, kept: { sentOutside: boolean }): Session {
  const note = (statements: readonly string[]) => {
    kept.sentOutside ||= !session.inTransaction || statements.some(mayEndTransaction);
  };
  return {
    ...session,
    execute: (sql, own) => {
      note([sql]);
      return session.execute(sql, own);
    },
    executeAll: (statements, own) => {
      note(statements);
      return session.executeAll(statements, own);
    },
  };
}

/** Tells the log of each statement and remembers which one an error came from. */
function statementLog(session: LateSession, options: NodeSessionOptions) {
  const failures = new WeakMap<object, FailedStatement>();

  const remember = (error: unknown, statements: readonly string[], offset: number): void => {
    if (typeof error !== 'object' || error === null || failures.has(error)) return;
    const failure = options.classify(error);
    const sql = statements[failure.statementIndex ?? 0] ?? '';
    const position = failure.position === null || failure.position < offset ? null : failure.position - offset;
    failures.set(error, { sql, failure: { ...failure, position } });
  };

  const timed = async <T>(statements: readonly string[], send: () => Promise<T>, tell: (answer: T) => string) => {
    // Before the clock runs, and a failure to open is not one of the statement.
    await session.ready();
    const started = performance.now();
    const text = [...(session.isFresh ? ['begin'] : []), ...statements].join(';\n');
    try {
      const answer = await send();
      options.onStatement(text, secondsSince(started), tell(answer));
      return answer;
    } catch (error) {
      remember(error, statements, withComment('', options.comment).offset);
      options.onStatement(text, secondsSince(started), options.classify(error).message);
      throw error;
    }
  };
  const failedStatement: NodeSession['failedStatement'] = (error) =>
    typeof error === 'object' && error !== null ? (failures.get(error) ?? null) : null;
  return { timed, failedStatement };
}
