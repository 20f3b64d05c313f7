/**
 * The unique key of an incremental model. Keys are matched by `=`, which an index serves and NULL never satisfies; rows
 * with a NULL in their key are replaced by a second statement, sent only when the batch has such rows.
 */
import type { Relation } from '../../resources/relation.js';
import type { ModelFacts } from '../materializations/node-facts.js';
import { listSetting } from '../node-settings.js';
import { planError } from '../plan-error.js';
import { askRows, type PlanPart, run } from '../steps.js';

/** The key's columns or expressions, as written. Empty when there is none. */
export function uniqueKey(facts: ModelFacts): readonly string[] {
  return texts(facts, 'unique_key');
}

/** Extra conditions on the target, as written. */
export function incrementalPredicates(facts: ModelFacts): readonly string[] {
  const own = texts(facts, 'incremental_predicates');
  return own.length > 0 ? own : texts(facts, 'predicates');
}

function texts(facts: ModelFacts, key: string): readonly string[] {
  return listSetting(facts.node.config, key).map((entry) => {
    if (typeof entry === 'string') return entry;
    throw planError(
      facts.node,
      'TSDBT_CONFIG_INVALID',
      `${facts.node.uniqueId}: ${key} holds ${JSON.stringify(entry)}, expected a string or a list of strings.`,
    );
  });
}

/** The name that predicates of dbt projects give the target. */
const TARGET = 'DBT_INTERNAL_DEST';

/** Deletes the target's rows whose key holds a NULL and equals a key of the batch, NULL taken as equal to NULL. */
export function* deleteNullKeys(facts: ModelFacts, batch: Relation, keys: readonly string[]): PlanPart<void> {
  const source = facts.dialect.renderRelation(batch);
  const isNull = (key: string) => (keys.length === 1 ? `(${key}) is null` : `${key} is null`);
  const found = yield* askRows(`select 1 from ${source} where ${keys.map(isNull).join(' or ')} limit 1`, 1);
  if (found.rows.length === 0) return;
  const match = keys.length === 1 ? isNull(keys[0]) : `exists (${sameKeyWithNull(source, keys)})`;
  const target = `${facts.dialect.renderRelation(facts.target)} as ${TARGET}`;
  const conditions = [match, ...incrementalPredicates(facts)];
  yield* run(`delete from ${target} where ${conditions.join(' and ')}`, { kind: 'changed', relation: facts.target });
}

/** The rows of the batch that have a NULL in their key and the key of the target's row. */
function sameKeyWithNull(source: string, keys: readonly string[]): string {
  const hasNull = keys.map((key) => `b.${key} is null`).join(' or ');
  const isSame = keys.map((key) => `(b.${key} = ${TARGET}.${key} or (b.${key} is null and ${TARGET}.${key} is null))`);
  return `select 1 from ${source} as b where (${hasNull}) and ${isSame.join(' and ')}`;
}
