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

/** Deletes the target's rows whose key holds a NULL and equals a key of the batch, NULL taken as equal to NULL. */
export function* deleteNullKeys(facts: ModelFacts, batch: Relation, keys: readonly string[]): PlanPart<void> {
  const source = facts.dialect.renderRelation(batch);
  const target = facts.dialect.renderRelation(facts.target);
  const hasNull = (from: string) => keys.map((key) => `${from}${key} is null`).join(' or ');
  if (keys.length === 1) {
    const found = yield* askRows(`select 1 from ${source} where (${keys[0]}) is null limit 1`, 1);
    if (found.rows.length === 0) return;
    yield* run(
      `delete from ${target} where ${[`(${keys[0]}) is null`, ...incrementalPredicates(facts)].join(' and ')}`,
      {
        kind: 'changed',
        relation: facts.target,
      },
    );
    return;
  }
  const found = yield* askRows(`select 1 from ${source} where ${hasNull('')} limit 1`, 1);
  if (found.rows.length === 0) return;
  const equal = keys.map((key) => `(b.${key} = ${target}.${key} or (b.${key} is null and ${target}.${key} is null))`);
  const batchRow = `select 1 from ${source} as b where (${hasNull('b.')}) and ${equal.join(' and ')}`;
  yield* run(`delete from ${target} where ${[`exists (${batchRow})`, ...incrementalPredicates(facts)].join(' and ')}`, {
    kind: 'changed',
    relation: facts.target,
  });
}
