/** What a name of SQLite stands for. A bare one is resolved as SQLite does: temporary objects, then main. */
import type { Cell } from '../../../core/adapter/cell.js';
import type { Session } from '../../../core/adapter/database.js';
import type { FoundRelation } from '../../../core/adapter/introspector.js';
import type { RelationName } from '../../../core/resources/relation.js';
import { quoteIdentifier, quoteText } from '../../common/quoting.js';

export async function findRelation(session: Session, name: RelationName): Promise<FoundRelation | null> {
  // These two are always there.
  const schemas = name.schema === null ? ['temp', 'main'] : await attachedOf(session, [name.schema]);
  if (schemas.length === 0) return null;
  return relationOf(name, (await session.execute(relationQuery(name, schemas, null))).rows);
}

/** Looks only at the row that it may have in its file, which is attached. No row says nothing. */
export function rowQuery(name: RelationName, row: number): string {
  return relationQuery(name, name.schema === null ? ['temp', 'main'] : [name.schema], row);
}

/** The first row of a query counts. */
export function relationOf({ schema }: RelationName, rows: readonly (readonly Cell[])[]): FoundRelation | null {
  return rows[0] === undefined ? null : toRelation(schema, String(rows[0][1]), String(rows[0][2]));
}

function relationQuery({ schema: named, identifier }: RelationName, schemas: readonly string[], row: number | null) {
  const isNamed = `name = ${quoteText(identifier)} collate nocase`;
  const queries = schemas.map((schema, index) => {
    const place = row === null || (named === null && schema === 'temp') ? '' : ` and rowid = ${row}`;
    return `${catalogQuery(schema, index)} and ${isNamed}${place}`;
  });
  return `${queries.join(' union all ')} order by 1`;
}

/** Index in the list of schemas, name and type. */
export function catalogQuery(schema: string, index: number): string {
  return `select ${index}, name, type from ${quoteIdentifier(schema)}.sqlite_master
    where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\'`;
}

export function toRelation(schema: string | null, identifier: string, type: string): FoundRelation {
  return { database: null, schema, identifier, type: type === 'view' ? 'view' : 'table' };
}

export async function listSchemas(session: Session): Promise<readonly string[]> {
  const { rows } = await session.execute("select name from pragma_database_list where name <> 'temp' order by seq");
  return rows.map(([name]) => String(name));
}

/** Those of the schemas that stand; null always does. */
export async function attachedOf<T extends string | null>(
  session: Session,
  schemas: readonly T[],
): Promise<readonly T[]> {
  if (schemas.every((schema) => schema === null)) return schemas;
  const attached = new Set(['temp', ...(await listSchemas(session)).map((name) => name.toLowerCase())]);
  return schemas.filter((schema) => schema === null || attached.has(schema.toLowerCase()));
}
