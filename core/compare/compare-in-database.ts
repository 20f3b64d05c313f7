/**
 * Compares two row sources of one database: one statement counts and answers samples, so no rows travel and nothing is
 * written. The same rows on both sides are never a difference, whatever order they come in.
 */
import type { Adapter } from '../adapter/adapter.js';
import type { Session } from '../adapter/database.js';
import type { Comparison } from './comparison.js';
import { findKey } from './find-key.js';
import { comparisonSql } from './in-database/comparison-sql.js';
import { readAnswer } from './in-database/read-answer.js';
import { countsOnly } from './nothing-in-common.js';
import { pairColumns } from './pair-columns.js';
import type { RowSource } from './row-source.js';

export interface CompareRequest {
  readonly before: RowSource;
  readonly after: RowSource;
  /** Columns that tell rows apart; null compares rows whole. */
  readonly key: readonly string[] | null;
  /** Rows of each kind of difference to answer. */
  readonly sampleLimit: number;
}

export interface ComparePlace {
  readonly adapter: Pick<Adapter, 'dialect' | 'columnTypes' | 'valueForms'>;
  readonly session: Session;
}

/** Compares. Throws a TsdbtError when the sources cannot be compared, and what the database throws. */
export async function compareInDatabase(
  { before, after, key: wanted, sampleLimit }: CompareRequest,
  { adapter, session }: ComparePlace,
): Promise<Comparison> {
  const { differences, common } = pairColumns({ before: before.columns, after: after.columns }, adapter);
  const columns = common.map((column) => column.after.name);
  const key = findKey(wanted, columns, adapter.dialect);
  if (columns.length === 0) {
    const counted = await session.execute(
      `select (select count(*) from (\n${before.query}\n) tsdbt_source), (select count(*) from (\n${after.query}\n) tsdbt_source)`,
    );
    return countsOnly(differences, (counted.rows[0] ?? []).map(Number));
  }
  const sql = comparisonSql({ before, after, columns: common, key, sampleLimit }, adapter);
  const answer = await session.execute(sql, { isSingle: true });
  return { columns: differences, ...readAnswer(answer, { columns, key }) };
}
