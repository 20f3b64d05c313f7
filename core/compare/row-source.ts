/** A source of rows to compare: a query with what is known of its columns. Asking for it changes nothing in the database. */
import type { Adapter } from '../adapter/adapter.js';
import type { Session } from '../adapter/database.js';
import type { Relation } from '../resources/relation.js';
import type { ComparedColumn } from './comparison.js';

export interface RowSource {
  /** One query, without a semicolon at its end. */
  readonly query: string;
  readonly columns: readonly ComparedColumn[];
}

/** The rows that a relation has; its columns are those of the catalog. */
export async function relationSource(adapter: Adapter, session: Session, relation: Relation): Promise<RowSource> {
  const columns = await adapter.introspector.columns(session, relation);
  return {
    query: `select * from ${adapter.dialect.renderRelation(relation)}`,
    columns: columns.map(({ name, dataType, sqlType }) => ({ name, type: sqlType ?? dataType })),
  };
}

/** The rows that a query answers; the database describes its columns without running it. */
export async function querySource(session: Session, query: string): Promise<RowSource> {
  const { columns } = await session.execute(`select * from (\n${query}\n) tsdbt_described limit 0`, { isSingle: true });
  return { query, columns: columns.map(({ name, type }) => ({ name, type })) };
}
