/**
 * A session as one node uses it: every statement carries the query comment, is told to the log with its time, and a
 * failure is remembered with the statement that caused it, without the comment.
 */
import type { StatementResult } from '../../adapter/cell.js';
import type { ExecuteOptions, LoadRequest, Session } from '../../adapter/database.js';
import type { DatabaseFailure } from '../../adapter/failure.js';
import { secondsSince } from '../clock.js';
import { type QueryComment, withComment } from './query-comment.js';

interface FailedStatement {
  readonly sql: string;
  readonly failure: DatabaseFailure;
}

export interface NodeSession extends Session {
  /** The statement that an error of this session came from, with the failure's position counted in it; null for other errors. */
  readonly failedStatement: (error: unknown) => FailedStatement | null;
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
export function wrapSession(session: Session, options: NodeSessionOptions): NodeSession {
  const failures = new WeakMap<object, FailedStatement>();

  const remember = (error: unknown, statements: readonly string[], offset: number): void => {
    if (typeof error !== 'object' || error === null || failures.has(error)) return;
    const failure = options.classify(error);
    const sql = statements[failure.statementIndex ?? 0] ?? '';
    const position = failure.position === null || failure.position < offset ? null : failure.position - offset;
    failures.set(error, { sql, failure: { ...failure, position } });
  };

  const timed = async <T>(statements: readonly string[], send: () => Promise<T>, tell: (answer: T) => string) => {
    const started = performance.now();
    try {
      const answer = await send();
      options.onStatement(statements.join(';\n'), secondsSince(started), tell(answer));
      return answer;
    } catch (error) {
      remember(error, statements, withComment('', options.comment).offset);
      options.onStatement(statements.join(';\n'), secondsSince(started), options.classify(error).message);
      throw error;
    }
  };
  const commented = (sql: string) => withComment(sql, options.comment).sql;
  const withSignal = (own: ExecuteOptions | undefined): ExecuteOptions => ({ signal: options.signal, ...own });
  const lastMessage = (results: readonly StatementResult[]) => results.at(-1)?.message ?? '';

  return {
    execute: (sql, own) =>
      timed(
        [sql],
        () => session.execute(commented(sql), withSignal(own)),
        (result) => result.message,
      ),
    executeAll: (statements, own) =>
      timed(statements, () => session.executeAll(statements.map(commented), withSignal(own)), lastMessage),
    begin: () =>
      timed(
        ['begin'],
        () => session.begin(),
        () => 'BEGIN',
      ),
    commit: async (last = []) => {
      await timed(
        [...last, 'commit'],
        () => session.commit(last.map(commented)),
        () => 'COMMIT',
      );
      options.onCommit();
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
    failedStatement: (error) => (typeof error === 'object' && error !== null ? (failures.get(error) ?? null) : null),
  };
}
