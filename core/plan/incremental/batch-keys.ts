/**
 * What the keys of a batch hold, asked before anything changes: how many rows, which kinds of nulls, which keys come
 * more than once. Keys are matched by `=`, which an index serves and null never satisfies; rows with a null in their key
 * get statements of their own, sent only when the batch has such rows.
 */
import type { Cell } from '../../adapter/cell.js';
import type { Relation } from '../../resources/relation.js';
import type { ModelFacts } from '../materializations/node-facts.js';
import { planError } from '../plan-error.js';
import { argument, askRows, type PlanPart, run, spell } from '../steps.js';
import { type BatchColumns, incrementalPredicates, type KeyPart } from './unique-key.js';

/** A kind of row with a null in its key: which parts are null, and which are not. */
export interface NullKind {
  readonly nullKeys: readonly string[];
  readonly otherKeys: readonly string[];
}

export interface KeysOfBatch {
  readonly keys: readonly KeyPart[];
  readonly rows: number;
  readonly nullKinds: readonly NullKind[];
}

/** More than a driver counts to is not asked for. */
const MOST_ROWS = 2 ** 31 - 1;

/** Counts the batch's rows by which parts of their key are null. */
export function* askKeys(facts: ModelFacts, batch: Relation, keys: readonly KeyPart[]): PlanPart<KeysOfBatch> {
  const isNull = keys.map(({ sql }) => `case when ${sql} is null then 1 else 0 end`);
  const places = keys.map((_, index) => index + 1).join(', ');
  const source = facts.dialect.renderRelation(batch);
  const found = yield* askRows(
    `select ${isNull.join(', ')}, count(*) from ${source} group by ${places}`,
    Math.min(2 ** keys.length, MOST_ROWS),
    { saying: 'no key of the batch holds a null', rows: [] },
  );
  const counted = found.rows.map((row) => ({ flags: row.slice(0, -1).map(Number), rows: Number(row.at(-1)) }));
  const pick = (flags: readonly number[], wanted: number) =>
    keys.filter((_, index) => flags[index] === wanted).map(({ sql }) => sql);
  return {
    keys,
    rows: counted.reduce((sum, { rows }) => sum + rows, 0),
    nullKinds: counted
      .filter(({ flags }) => flags.includes(1))
      .map(({ flags }) => ({ nullKeys: pick(flags, 1), otherKeys: pick(flags, 0) })),
  };
}

/** Deletes the target's rows whose key holds a null and equals a key of the batch, null taken as equal to null. */
export function* deleteNullKeys(facts: ModelFacts, batch: Relation, { nullKinds }: KeysOfBatch): PlanPart<void> {
  for (const kind of nullKinds) {
    const sql = yield* spell('get_delete_null_keys_sql', ...nullKeyArguments(facts, batch, kind), predicates(facts));
    yield* run(sql, { kind: 'changed', relation: facts.target });
  }
}

/** Merges the batch's rows that have a null in their key, and takes them out of the batch: `=` would find them new. */
export function* mergeNullKeys(
  facts: ModelFacts,
  batch: Relation,
  { nullKinds, keys }: KeysOfBatch,
  columns: BatchColumns['batch'],
): PlanPart<void> {
  for (const kind of nullKinds) {
    const sql = yield* spell(
      'get_merge_null_keys_sql',
      ...nullKeyArguments(facts, batch, kind),
      argument.columns(columns),
      predicates(facts),
    );
    yield* run(sql, { kind: 'changed', relation: facts.target });
  }
  if (nullKinds.length === 0) return;
  const isNull = keys.map(({ sql }) => `${sql} is null`).join(' or ');
  yield* run(`delete from ${facts.dialect.renderRelation(batch)} where ${isNull}`);
}

function nullKeyArguments({ target }: ModelFacts, batch: Relation, { nullKeys, otherKeys }: NullKind) {
  return [
    argument.relation({ ...target, type: 'table' }),
    argument.relation(batch),
    argument.plain(nullKeys),
    argument.plain(otherKeys),
  ];
}

function predicates(facts: ModelFacts) {
  return argument.plain(incrementalPredicates(facts));
}

const SHOWN_KEYS = 3;

/** A row of the target can be merged with one row of the batch only: a key that comes twice stops the node. */
export function* refuseRepeatedKeys(facts: ModelFacts, batch: Relation, keys: readonly KeyPart[]): PlanPart<void> {
  const columns = keys.map(({ sql }) => sql).join(', ');
  const places = keys.map((_, index) => index + 1).join(', ');
  const { rows } = yield* askRows(
    `select ${columns}, count(*), count(*) over () from ${facts.dialect.renderRelation(batch)}
group by ${places} having count(*) > 1 order by ${places} limit ${SHOWN_KEYS}`,
    SHOWN_KEYS,
    { saying: 'no key comes twice in the batch', rows: [] },
  );
  if (rows.length === 0) return;
  const total = Number(rows[0].at(-1));
  const shown = rows.map((row) => `${describeKey(keys, row)} in ${Number(row.at(-2))} rows`).join('; ');
  const more = total > rows.length ? `; and ${total - rows.length} more` : '';
  throw planError(
    facts.node,
    'TSDBT_KEY_REPEATED',
    `${facts.node.uniqueId}: ${total === 1 ? 'a key comes' : `${total} keys come`} more than once in the batch of the merge: ${shown}${more}. Nothing was changed.`,
    'Make unique_key unique in the query of the model, or use delete+insert, which keeps all new rows of a key.',
  );
}

function describeKey(keys: readonly KeyPart[], row: readonly Cell[]): string {
  return keys.map(({ written }, index) => `${written} = ${cellText(row[index])}`).join(', ');
}

function cellText(cell: Cell): string {
  if (cell === null) return 'null';
  if (typeof cell === 'string') return `'${cell}'`;
  return typeof cell === 'object' ? cell.text : String(cell);
}
