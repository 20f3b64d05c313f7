/** Rows of a query in batches, by a cursor of the server: memory holds one batch, and all rows are of one moment. */
import type { Cell } from '../../../core/adapter/cell.js';
import type { Session, StreamOptions } from '../../../core/adapter/database.js';

type Parts = Pick<Session, 'begin' | 'execute' | 'rollback' | 'inTransaction'>;

/** A cursor lives in a transaction: one of its own, which is rolled back at the end, unless one is open. */
export async function* streamRows(
  session: Parts,
  sql: string,
  { batchRows, signal }: StreamOptions,
): AsyncGenerator<readonly (readonly Cell[])[]> {
  const options = signal === undefined ? {} : { signal };
  const isOwn = !session.inTransaction;
  if (isOwn) await session.begin();
  let isOpen = false;
  try {
    // All rows will be asked for: the plan that gives the first ones soonest is not wanted.
    await session.execute('set local cursor_tuple_fraction to 1', options);
    await session.execute(`declare tsdbt_rows no scroll cursor for\n${sql}`, { ...options, isSingle: true });
    isOpen = true;
    for (;;) {
      const { rows } = await session.execute(`fetch forward ${batchRows} from tsdbt_rows`, options);
      if (rows.length > 0) yield rows;
      if (rows.length < batchRows) return;
    }
  } finally {
    if (isOwn) await session.rollback();
    else if (isOpen) await session.execute('close tsdbt_rows').catch(() => {});
  }
}
