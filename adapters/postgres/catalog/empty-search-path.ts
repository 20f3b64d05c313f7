/** Asks the catalog for definitions that mean the same in any session. */
import type { Session } from '../../../core/adapter/database.js';
import { quoteText } from '../../common/quoting.js';

/** Definitions then name every relation with its schema, so that they mean the same in any session. */
export async function withEmptySearchPath<T>(session: Session, work: () => Promise<T>): Promise<T> {
  const { rows } = await session.execute('show search_path');
  const isLocal = session.inTransaction;
  const set = (path: string) =>
    session.execute(`select pg_catalog.set_config('search_path', ${quoteText(path)}, ${isLocal})`);
  await set('');
  let isDone = false;
  try {
    const result = await work();
    isDone = true;
    return result;
  } finally {
    // In a transaction that an error has ended, the rollback restores the path.
    if (isDone || !isLocal) await set(String(rows[0]![0]));
  }
}
