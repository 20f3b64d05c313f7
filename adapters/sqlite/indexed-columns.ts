/** Columns by which an index of a table finds nulls. SQLite keeps no size of a table, so that of its file decides. */
import type { Session } from '../../core/adapter/database.js';
import type { IndexedColumn } from '../../core/adapter/introspector.js';
import type { RelationName } from '../../core/resources/relation.js';
import { quoteIdentifier, quoteText } from '../common/quoting.js';

export async function findIndexedColumns(
  session: Session,
  names: readonly RelationName[],
  leastBytes: number,
): Promise<readonly IndexedColumn[]> {
  const found: IndexedColumn[] = [];
  for (const schema of new Set(names.map((name) => name.schema))) {
    const file = schema ?? 'main';
    const place = quoteText(file);
    const size = await session.execute(
      `select p.page_count * s.page_size from pragma_page_count p, pragma_page_size s where p.schema = ${place} and s.schema = ${place}`,
    );
    if (Number(size.rows[0]?.[0] ?? 0) < leastBytes) continue;
    const tables = names.filter((name) => name.schema === schema).map(({ identifier }) => quoteText(identifier));
    const { rows } = await session.execute(`
select t.name, c.name
from ${quoteIdentifier(file)}.sqlite_master t
join pragma_index_list(t.name, ${place}) i on i.partial = 0
join pragma_index_info(i.name, ${place}) c on c.seqno = 0 and c.name is not null
where t.type = 'table' and t.name collate nocase in (${tables.join(', ')})`);
    for (const [identifier, column] of rows) {
      const relation = { database: null, schema, identifier: String(identifier) };
      found.push({ relation, column: String(column) });
    }
  }
  return found;
}
