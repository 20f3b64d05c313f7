/** Finds foreign keys that delete or change rows when rows of a Postgres relation are deleted. */
import type { Session } from '../../../core/adapter/database.js';
import type { CascadingKey } from '../../../core/adapter/introspector.js';
import type { RelationName } from '../../../core/resources/relation.js';
import { matches } from './relation-condition.js';

/** `c` cascade, `n` set null, `d` set default. */
const query = (name: RelationName): string => `
select k.conname, pg_catalog.format('%I.%I', rn.nspname, r.relname), k.conrelid = k.confrelid
from pg_catalog.pg_constraint k
join pg_catalog.pg_class c on c.oid = k.confrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_class r on r.oid = k.conrelid
join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
where k.contype = 'f' and k.confdeltype in ('c', 'n', 'd') and ${matches(name)}
order by 2, 1`;

export async function findCascadingKeys(session: Session, name: RelationName): Promise<readonly CascadingKey[]> {
  const { rows } = await session.execute(query(name));
  return rows.map(([key, table, isOwn]) => ({ name: String(key), table: String(table), isOwn: isOwn === true }));
}
