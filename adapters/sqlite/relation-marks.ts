/**
 * A short text that changes when somebody replaces or alters a table or view, or its indexes. It says nothing of rows:
 * SQLite counts changes by file, and the file is the one that tsdbt itself writes.
 */
import type { Session } from '../../core/adapter/database.js';
import type { FoundMark } from '../../core/adapter/introspector.js';
import type { Relation } from '../../core/resources/relation.js';
import { quoteIdentifier, quoteText } from '../common/quoting.js';

/** Of the row `m` of a file's catalog. */
function markExpression(schema: string): string {
  return `md5(m.type || '|' || m.rootpage || '|' || coalesce(m.sql, '') || '|' || coalesce((
    select group_concat(i.name || ' ' || i."unique", ',' order by i.name)
    from pragma_index_list(m.name, ${quoteText(schema)}) i), ''))`;
}

/** The row was written last of all that are there, most of the time; the catalog has no index by name. */
export function markOf({ schema, identifier }: Relation): string {
  const place = schema ?? 'main';
  return `(select ${markExpression(place)} from ${quoteIdentifier(place)}.sqlite_master m
    where m.name = ${quoteText(identifier)} collate nocase and m.type in ('table', 'view') order by m.rowid desc limit 1)`;
}

/** The marks of all tables and views of some files; one that is not attached has none. */
export async function listMarks(session: Session, schemas: readonly (string | null)[]): Promise<readonly FoundMark[]> {
  const { rows: files } = await session.execute("select lower(name) from pragma_database_list where name <> 'temp'");
  const attached = new Set(files.map(([name]) => String(name)));
  const present = schemas.filter((schema) => schema === null || attached.has(schema.toLowerCase()));
  if (present.length === 0) return [];
  const queries = present.map((schema, index) => {
    const place = schema ?? 'main';
    return `select ${index}, m.name, ${markExpression(place)} from ${quoteIdentifier(place)}.sqlite_master m
      where m.type in ('table', 'view')`;
  });
  const { rows } = await session.execute(queries.join(' union all '));
  return rows.map(([index, name, mark]) => ({
    database: null,
    schema: present[Number(index)] ?? null,
    identifier: String(name),
    mark: String(mark),
  }));
}
