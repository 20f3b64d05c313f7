/**
 * Marks of the transactions of a run. When a run is killed, its locks are free at once, but another of its connections may be
 * about to commit what it was sent before: each transaction marks the relation that it writes, by a shared advisory lock
 * that ends with it, and a run that has just got the locks waits for the marks of others.
 */
import type { LockHolder } from '../../../core/adapter/run-locks.js';
import type { RelationName } from '../../../core/resources/relation.js';
import type { Ask } from './lock-statements.js';
import { keyOf } from './lock-steps.js';

/** The statement that marks a transaction. */
export function markSql(relation: RelationName): string {
  return `select pg_catalog.pg_advisory_xact_lock_shared(${markOf(relation)})`;
}

function markOf({ schema, identifier }: RelationName): bigint {
  return keyOf(['writing', schema ?? '', identifier]);
}

const marksSql = `select pid, ((classid::bigint << 32) | objid::bigint)::text as key
  from pg_catalog.pg_locks
  where locktype = 'advisory' and objsubid = 1 and granted and pid <> pg_catalog.pg_backend_pid()
    and database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
    and ((classid::bigint << 32) | objid::bigint) = any ($1::bigint[])
  order by pid`;

/** A transaction of a dead run that still goes on; null when there is none. */
export async function findStraggler(ask: Ask, relations: readonly RelationName[]): Promise<LockHolder | null> {
  const names = new Map(relations.map((relation) => [String(markOf(relation)), shownName(relation)]));
  const { rows } = await ask(marksSql, [[...names.keys()]]);
  if (rows.length === 0) return null;
  const { pid } = rows[0];
  const own = rows.filter((row) => row.pid === pid).flatMap(({ key }) => names.get(key) ?? []);
  return { owner: null, description: `server process ${pid}, which a run that has ended left at work`, relations: own };
}

function shownName({ schema, identifier }: RelationName): string {
  return schema === null ? identifier : `${schema}.${identifier}`;
}
