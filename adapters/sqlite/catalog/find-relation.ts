/** What a name of SQLite stands for. A bare one is resolved as SQLite does: temporary objects, then main. */
import type { Session } from '../../../core/adapter/database.js';
import type { FoundRelation } from '../../../core/adapter/introspector.js';
import type { RelationName } from '../../../core/resources/relation.js';
import { quoteIdentifier, quoteText } from '../../common/quoting.js';

/** With the row that it may have in its file only that row is looked at: null says nothing then. */
export async function findRelation(session: Session, name: RelationName, row?: number): Promise<FoundRelation | null> {
  const { schema: named } = name;
  // These two are always there.
  const schemas = named === null ? ['temp', 'main'] : await attachedOf(session, [named]);
  const isNamed = `name = ${quoteText(name.identifier)} collate nocase`;
  const queries = schemas.map((schema, index) => {
    const place = row === undefined || (named === null && schema === 'temp') ? '' : ` and rowid = ${row}`;
    return `${catalogQuery(schema, index)} and ${isNamed}${place}`;
  });
  if (queries.length === 0) return null;
  const { rows } = await session.execute(`${queries.join(' union all ')} order by 1`);
  return rows[0] === undefined ? null : toRelation(name.schema, String(rows[0][1]), String(rows[0][2]));
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
