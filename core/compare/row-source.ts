/** A source of rows to compare: a query with what is known of its columns. Asking for it changes nothing in the database. */
import type { Adapter } from '../adapter/adapter.js';
import type { Session } from '../adapter/database.js';
import type { ColumnInfo, Relation } from '../resources/relation.js';
import type { ComparedColumn } from './comparison.js';

export interface RowSource {
  /** One query, without a semicolon at its end. */
  readonly query: string;
  readonly columns: readonly ComparedColumn[];
}

/** The rows that a relation has; its columns are those of the catalog. */
export async function relationSource(adapter: Adapter, session: Session, relation: Relation): Promise<RowSource> {
  const columns = await adapter.introspector.columns(session, relation);
  return { query: `select * from ${adapter.dialect.renderRelation(relation)}`, columns: columns.map(toComparedColumn) };
}

/** The rows that a query answers; the database describes its columns, as they would be in a table, without reading rows. */
export async function querySource(adapter: Adapter, session: Session, query: string): Promise<RowSource> {
  return { query, columns: (await adapter.introspector.describe(session, { query })).map(toComparedColumn) };
}

/** What introspectors say of a column without a type. */
const UNTYPED = 'UNKNOWN';

/** A column as it is compared: a type that nobody knows is none. */
export function toComparedColumn({ name, dataType, sqlType }: ColumnInfo): ComparedColumn {
  const type = sqlType ?? dataType;
  return { name, type: type === UNTYPED ? null : type };
}
