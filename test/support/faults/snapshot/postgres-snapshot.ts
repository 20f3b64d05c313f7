/** What stands in a Postgres database, one text a relation: kind, owner, grants, comments, columns, indexes, constraints, triggers, rows. */
import type pg from 'pg';

/** By `schema.name`. Equal texts mean that nothing of the relation changed. */
export type Snapshot = ReadonlyMap<string, string>;

const CATALOG = `
select n.nspname || '.' || c.relname as name,
       format('%I.%I', n.nspname, c.relname) as sql_name,
       c.relkind in ('r', 'v', 'm', 'p') and (c.relkind <> 'm' or c.relispopulated) as has_rows,
       jsonb_build_object(
         'kind', c.relkind, 'persistence', c.relpersistence, 'owner', pg_get_userbyid(c.relowner),
         'grants', (select jsonb_agg(a::text order by a::text) from unnest(c.relacl) a),
         'options', c.reloptions, 'rls', c.relrowsecurity,
         'comment', obj_description(c.oid, 'pg_class'),
         'columns', (select jsonb_agg(jsonb_build_array(a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                       col_description(c.oid, a.attnum), (select jsonb_agg(x::text order by x::text) from unnest(a.attacl) x))
                       order by a.attnum)
                     from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
         'indexes', (select jsonb_agg(regexp_replace(pg_get_indexdef(i.indexrelid), '^(CREATE (UNIQUE )?INDEX) \\S+', '\\1')
                       order by pg_get_indexdef(i.indexrelid))
                     from pg_index i where i.indrelid = c.oid and i.indisvalid),
         'constraints', (select jsonb_agg(pg_get_constraintdef(k.oid) order by pg_get_constraintdef(k.oid))
                         from pg_constraint k where k.conrelid = c.oid),
         'triggers', (select jsonb_agg(pg_get_triggerdef(t.oid) order by t.tgname)
                      from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal),
         'definition', case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end)::text as facts
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'v', 'm', 'p', 'S')
  and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname not like 'pg\\_temp%'
order by 1`;

/** Reads everything that stands in the database of the client. */
export async function postgresSnapshot(client: pg.Client): Promise<Snapshot> {
  const { rows } = await client.query(CATALOG);
  const counted = rows.filter((row) => row.has_rows);
  const contents = new Map<string, string>();
  if (counted.length > 0) {
    const parts = counted.map(
      ({ sql_name }, index) =>
        `select ${index} as place, count(*) || ' rows ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text)), '') as found from ${sql_name} t`,
    );
    const found = await client.query(parts.join(' union all '));
    for (const row of found.rows) contents.set(counted[row.place].name, row.found);
  }
  return new Map(rows.map(({ name, facts }) => [name, `${contents.get(name) ?? 'no rows'} ${facts}`]));
}
