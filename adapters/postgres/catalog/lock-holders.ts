/** Names the sessions that hold locks on relations, for the message of a node that could not get its own. */
import type { Session } from '../../../core/adapter/database.js';
import type { LockHolder } from '../../../core/adapter/introspector.js';
import type { RelationName } from '../../../core/resources/relation.js';
import { matches } from './relation-condition.js';

/** Two-phase transactions hold locks without a process. */
const query = (names: readonly RelationName[]): string => `
select distinct on (coalesce(a.query_start, a.xact_start), l.pid)
  coalesce(l.pid::text, 'a prepared transaction'), coalesce(a.usename, ''), coalesce(a.application_name, ''),
  coalesce(to_char(case when a.state = 'active' then a.query_start else a.xact_start end at time zone 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS"Z"'), ''),
  coalesce(a.state, a.backend_type, '')
from pg_catalog.pg_locks l
join pg_catalog.pg_class c on l.locktype = 'relation' and c.oid = l.relation
  and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = current_database())
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_activity a on a.pid = l.pid
where l.granted and l.pid is distinct from pg_catalog.pg_backend_pid()
  and (${names.map((name) => `(${matches(name)})`).join(' or ')})
order by coalesce(a.query_start, a.xact_start), l.pid`;

/** The longest at work first. */
export async function findLockHolders(
  session: Session,
  names: readonly RelationName[],
): Promise<readonly LockHolder[]> {
  if (names.length === 0) return [];
  const { rows } = await session.execute(query(names));
  return rows.map((row) => {
    const [process, user, application, since, state] = row.map(String);
    return { process: process!, user: user!, application: application!, since: since!, state: state! };
  });
}
