/** Columns by which an index of a large table finds nulls: the first of each b-tree over all rows. */
import type { Session } from '../../../core/adapter/database.js';
import type { IndexedColumn } from '../../../core/adapter/introspector.js';
import type { RelationName } from '../../../core/resources/relation.js';
import { quoteText } from '../../common/quoting.js';
import { schemaExpression } from './relation-condition.js';

/** The size is what the last vacuum, analyze or making of an index wrote down: asking the file would wait for locks. */
export async function findIndexedColumns(
  session: Session,
  names: readonly RelationName[],
  leastBytes: number,
): Promise<readonly IndexedColumn[]> {
  if (names.length === 0) return [];
  const schemas = [...new Set(names.map(({ schema }) => schemaExpression(schema)))];
  const { rows } = await session.execute(`
select n.nspname, c.relname, a.attname
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
join pg_catalog.pg_class x on x.oid = i.indexrelid
join pg_catalog.pg_am m on m.oid = x.relam and m.amname = 'btree'
where i.indisvalid and i.indpred is null
  and c.relpages::bigint * pg_catalog.current_setting('block_size')::bigint >= ${leastBytes}
  and n.nspname in (${schemas.join(', ')})
  and c.relname in (${names.map(({ identifier }) => quoteText(identifier)).join(', ')})`);
  return rows.map(([schema, identifier, column]) => ({
    relation: { database: null, schema: String(schema), identifier: String(identifier) },
    column: String(column),
  }));
}
