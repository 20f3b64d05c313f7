/**
 * Compares row sources of two databases of one kind, by the same definition as inside of one. Both are read once, in the
 * order of their key, side by side; memory holds a batch of each. Writes nothing.
 */
import type { Adapter } from '../adapter/adapter.js';
import type { Session } from '../adapter/database.js';
import { compareKeys } from './across/byte-order.js';
import { orderedSql } from './across/ordered-query.js';
import { type GroupReader, groupReader } from './across/read-groups.js';
import { createTally, type Tally } from './across/tally.js';
import type { CompareRequest } from './compare-in-database.js';
import type { Comparison } from './comparison.js';
import { findKey } from './find-key.js';
import { countsOnly } from './nothing-in-common.js';
import { pairColumns } from './pair-columns.js';

export interface AcrossPlace {
  readonly adapter: Pick<Adapter, 'dialect' | 'columnTypes' | 'valueForms'>;
  /** One session of each database; nothing else uses them meanwhile. */
  readonly sessions: { readonly before: Session; readonly after: Session };
  readonly signal?: AbortSignal;
}

const BATCH_ROWS = 2000;

/** Compares. Throws a TsdbtError when the sources cannot be compared, and what a database throws. */
export async function compareAcross(
  { before, after, key: wanted, sampleLimit }: CompareRequest,
  { adapter, sessions, signal }: AcrossPlace,
): Promise<Comparison> {
  const { differences, common } = pairColumns({ before: before.columns, after: after.columns }, adapter);
  const columns = common.map((column) => column.after.name);
  const key = findKey(wanted, columns, adapter.dialect);
  if (columns.length === 0) {
    const counts = [await countRows(sessions.before, before.query), await countRows(sessions.after, after.query)];
    return countsOnly(differences, counts);
  }
  const order = key.length > 0 ? key : columns.map((_, index) => index);
  const options = { batchRows: BATCH_ROWS, ...(signal === undefined ? {} : { signal }) };
  const read = (side: 'before' | 'after', query: string) => {
    const sql = orderedSql({ query, columns: common, order, side }, adapter);
    return sessions[side].stream(sql, options);
  };
  const tally = createTally({ columns, key, sampleLimit });
  await settled(sessions, adapter, async () => {
    const readers = [read('before', before.query), read('after', after.query)].map((rows) =>
      groupReader(rows, order.length),
    );
    try {
      await merge(readers[0], readers[1], tally);
    } finally {
      for (const reader of readers) await reader.stop();
    }
  });
  return { columns: differences, ...tally.result() };
}

/** Does the work in a transaction of each database, in which both write values alike. */
async function settled(
  sessions: AcrossPlace['sessions'],
  { valueForms }: AcrossPlace['adapter'],
  work: () => Promise<void>,
): Promise<void> {
  const both = [sessions.before, sessions.after];
  try {
    for (const session of both) {
      await session.begin();
      for (const statement of valueForms.settings) await session.execute(statement);
    }
    await work();
  } finally {
    for (const session of both) await session.rollback();
  }
}

/** Both sides come in the order of their keys: the smaller key is on one side alone. */
async function merge(
  { next: readBefore }: GroupReader,
  { next: readAfter }: GroupReader,
  { add }: Tally,
): Promise<void> {
  let [before, after] = await Promise.all([readBefore(), readAfter()]);
  while (before !== null || after !== null) {
    const order = before === null ? 1 : after === null ? -1 : compareKeys(before.key, after.key);
    add(order <= 0 ? before : null, order >= 0 ? after : null);
    [before, after] = await Promise.all([order <= 0 ? readBefore() : before, order >= 0 ? readAfter() : after]);
  }
}

async function countRows(session: Session, query: string): Promise<number> {
  const { rows } = await session.execute(`select count(*) from (\n${query}\n) tsdbt_source`, { isSingle: true });
  return Number(rows[0]?.[0]);
}
