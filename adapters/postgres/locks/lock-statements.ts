/** The statements of a session that holds locks: take the next ones, find out who is in the way. */
import type pg from 'pg';
import type { LockHolder } from '../../../core/adapter/run-locks.js';
import type { LockStep, LockSteps } from './lock-steps.js';
import { ownerOfStatement } from './owner-comment.js';

/** Sends a statement with the owner's comment. */
export type Ask = (sql: string, values: readonly unknown[]) => Promise<pg.QueryResult>;

/**
 * One lock after the other up to the first that is not free: a later one must not be held while an earlier one is not,
 * or two runs could wait for each other.
 */
const takeSql = `with recursive wanted as (
    select $1::bigint[] as keys, $2::boolean[] as shared
  ), taken (place, is_held) as (
    select 0, true
    union all
    select place + 1,
           case when shared[place + 1] then pg_catalog.pg_try_advisory_lock_shared(keys[place + 1])
                else pg_catalog.pg_try_advisory_lock(keys[place + 1]) end
    from taken, wanted
    where is_held and place < pg_catalog.cardinality(keys)
  )
  select pg_catalog.count(*) filter (where is_held) - 1 as count from taken`;

/** How many more of the steps are held now, from the first on. */
export async function takeNext(ask: Ask, steps: readonly LockStep[]): Promise<number> {
  const { rows } = await ask(takeSql, [steps.map(({ key }) => String(key)), steps.map(({ isShared }) => isShared)]);
  return Number(rows[0].count);
}

const holderSql = `with held as (
    select pid, mode, (classid::bigint << 32) | objid::bigint as key
    from pg_catalog.pg_locks
    where locktype = 'advisory' and objsubid = 1 and granted and pid <> pg_catalog.pg_backend_pid()
      and database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
  )
  select activity.pid, activity.usename, activity.application_name, activity.query,
         array_to_string(array(select held.key from held where held.pid = activity.pid and held.mode = 'ExclusiveLock' and held.key = any ($3::bigint[])), ',') as keys
  from held join pg_catalog.pg_stat_activity as activity using (pid)
  where held.key = $1 and (held.mode = 'ExclusiveLock' or not $2)
  order by activity.backend_start
  limit 1`;

/** Who holds the step; null when it has just become free. */
export async function findHolder(ask: Ask, step: LockStep, { names }: LockSteps): Promise<LockHolder | null> {
  const wanted = [...names.keys()].map(String);
  const { rows } = await ask(holderSql, [String(step.key), step.isShared, wanted]);
  const row = rows[0] as Record<'pid' | 'usename' | 'application_name' | 'query' | 'keys', string | null> | undefined;
  if (row === undefined) return null;
  const common = (row.keys ?? '').split(',').flatMap((key) => (key === '' ? [] : (names.get(BigInt(key)) ?? [])));
  const name = row.application_name ?? '';
  return {
    owner: ownerOfStatement(row.query ?? ''),
    description: `server process ${row.pid} of role ${row.usename ?? 'unknown'}${name === '' ? '' : ` (${name})`}`,
    relations: common.sort(),
  };
}
