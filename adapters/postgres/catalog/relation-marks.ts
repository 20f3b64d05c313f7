/**
 * A short text that changes when somebody replaces, empties or alters a relation, its columns, rights, comments, indexes,
 * constraints or triggers. It says nothing of single rows: Postgres counts changes of them in no way that survives a crash.
 */
import type { Session } from '../../../core/adapter/database.js';
import type { FoundMark } from '../../../core/adapter/introspector.js';
import type { Relation } from '../../../core/resources/relation.js';
import { quoteText, renderParts } from '../../common/quoting.js';
import { schemaExpression } from './relation-condition.js';

/** What a view has none of; where the catalog says so of another relation, nothing is looked up. */
const TABLE_PARTS = `
  case when c.relhasindex then (select pg_catalog.string_agg(i.indexrelid::text, ',' order by i.indexrelid)
    from pg_catalog.pg_index i where i.indrelid = c.oid) end,
  case when c.relkind <> 'v' then (select pg_catalog.string_agg(o.oid::text, ',' order by o.oid)
    from pg_catalog.pg_constraint o where o.conrelid = c.oid) end,`;

/**
 * Of the row `c` of pg_class. What statistics and vacuums write there is left out. Parts that are null leave no trace, so
 * that a view has the same mark with `TABLE_PARTS` and without.
 */
const markWith = (tableParts: string): string => `pg_catalog.md5(pg_catalog.concat_ws('|',
  c.oid, c.relfilenode, c.relkind::text, c.relowner, c.relpersistence::text, c.relacl::text, c.reloptions::text,
  c.relrowsecurity, c.reltablespace,
  (select pg_catalog.string_agg(pg_catalog.concat_ws(' ', a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull,
      a.attcollation, a.attacl::text), ',' order by a.attnum)
    from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),${tableParts}
  case when c.relhastriggers then (select pg_catalog.string_agg(t.oid::text, ',' order by t.oid)
    from pg_catalog.pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) end,
  (select pg_catalog.string_agg(d.objsubid || ' ' || d.description, ',' order by d.objsubid)
    from pg_catalog.pg_description d where d.objoid = c.oid and d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass),
  case when c.relhasrules then (select pg_catalog.string_agg(r.ev_action::text, ',' order by r.oid)
    from pg_catalog.pg_rewrite r where r.ev_class = c.oid) end))`;

/** SQL that answers the mark of one relation; null where none stands. */
export function markOf(relation: Relation): string {
  const name = quoteText(renderParts(relation, ['schema', 'identifier']));
  const mark = markWith(relation.type === 'view' ? '' : TABLE_PARTS);
  return `(select ${mark} from pg_catalog.pg_class c where c.oid = pg_catalog.to_regclass(${name}))`;
}

/** The marks of all relations of some schemas. */
export async function listMarks(session: Session, schemas: readonly (string | null)[]): Promise<readonly FoundMark[]> {
  if (schemas.length === 0) return [];
  const names = schemas.map(schemaExpression).join(', ');
  const { rows } = await session.execute(`
select current_database(), n.nspname, c.relname, ${markWith(TABLE_PARTS)}
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname in (${names})`);
  return rows.map((row) => {
    const [database, schema, identifier, mark] = row.map(String);
    return { database: database!, schema: schema!, identifier: identifier!, mark: mark! };
  });
}
