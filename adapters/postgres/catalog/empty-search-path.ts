/** Asks the catalog for definitions that mean the same in any session, as they name every relation with its schema. */
import type { Session } from '../../../core/adapter/database.js';
import { quoteText } from '../../common/quoting.js';

/**
 * Only for questions. To spell a view the server locks all that the view reads; two transactions that kept these locks would
 * never get past each other, so in a transaction the work is rolled back, which gives them up.
 */
export async function withEmptySearchPath<T>(session: Session, work: () => Promise<T>): Promise<T> {
  return session.inTransaction ? underSavepoint(session, work) : betweenPaths(session, work);
}

async function underSavepoint<T>(session: Session, work: () => Promise<T>): Promise<T> {
  const end = ['rollback to savepoint tsdbt_question', 'release savepoint tsdbt_question'];
  for (let left = TRIES - 1; ; left--) {
    await session.executeAll(['savepoint tsdbt_question', setPath('', true)]);
    try {
      const result = await work();
      await session.executeAll(end);
      return result;
    } catch (error) {
      if (left === 0 || !isOutdated(error) || !session.inTransaction) throw error;
      await session.executeAll(end);
    }
  }
}

async function betweenPaths<T>(session: Session, work: () => Promise<T>): Promise<T> {
  const { rows } = await session.execute('show search_path');
  await session.execute(setPath('', false));
  try {
    for (let left = TRIES - 1; ; left--) {
      try {
        return await work();
      } catch (error) {
        if (left === 0 || !isOutdated(error)) throw error;
      }
    }
  } finally {
    await session.execute(setPath(String(rows[0]![0]), false));
  }
}

/** Each try sees what others have committed by then. */
const TRIES = 20;

/** The server found in its catalog what somebody has dropped before it could be read. */
function isOutdated(error: unknown): boolean {
  return error instanceof Error && /^(could not open relation with OID|cache lookup failed for)/.test(error.message);
}

function setPath(path: string, isLocal: boolean): string {
  return `select pg_catalog.set_config('search_path', ${quoteText(path)}, ${isLocal})`;
}
