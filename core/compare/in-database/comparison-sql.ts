/**
 * One statement that compares two sources inside their database: each source is read once, so that both are seen at one
 * moment, and no rows travel but the samples. Rows are grouped by all common columns, which matches equal ones as often as
 * they come on both sides; what is left is paired by key. Nulls group together, so no join stumbles over them. Pure.
 */
import type { Adapter } from '../../adapter/adapter.js';
import type { CommonColumn } from '../pair-columns.js';
import type { RowSource } from '../row-source.js';

export interface ComparisonParts {
  readonly before: RowSource;
  readonly after: RowSource;
  readonly columns: readonly CommonColumn[];
  /** Positions of the key in `columns`; empty without a key. */
  readonly key: readonly number[];
  /** Rows of each kind of difference to answer. */
  readonly sampleLimit: number;
}

type Spelling = Pick<Adapter, 'dialect' | 'valueForms'>;

/**
 * The statement. Its rows are the samples, at least one row; each begins with the counts: rows before, after, same, added, removed and
 * changed; rows with nulls in the key, before and after; repeated keys, before and after; mismatches of each column. Then come the
 * sample's kind, how often it comes, its values, and, when there is a key, the values after of changed rows.
 */
export function comparisonSql(parts: ComparisonParts, spelling: Spelling): string {
  const { columns, key } = parts;
  const all = columns.map((_, index) => index);
  const steps = [
    `tsdbt_rows as (\n${rowsSql(parts, spelling)}\n)`,
    ...(key.length === 0 ? [] : [`tsdbt_keys as (\n${keysSql(key)}\n)`]),
    `tsdbt_differences as (\n${key.length === 0 ? wholeSql(all) : pairedSql(all, key)}\n)`,
    `tsdbt_counts as (\n${countsSql(all, key)}\n)`,
    `tsdbt_samples as (\n${samplesSql(all, key)}\n)`,
  ];
  const shown = ['tsdbt_kind', 'tsdbt_times', ...all.map(value), ...(key.length === 0 ? [] : all.map(next))];
  return [
    `with ${steps.join(',\n')}`,
    `select n.*, ${shown.map((name) => `s.${name}`).join(', ')}`,
    `from tsdbt_counts n left join tsdbt_samples s on s.tsdbt_place <= ${parts.sampleLimit}`,
    'order by s.tsdbt_kind, s.tsdbt_place',
  ].join('\n');
}

const value = (index: number): string => `c${index}`;
/** The value of the row after, in a changed row. */
const next = (index: number): string => `d${index}`;
const list = (indexes: readonly number[], name: (index: number) => string): string => indexes.map(name).join(', ');

/** Each distinct row with how often it comes on both sides. */
function rowsSql({ before, after, columns }: ComparisonParts, spelling: Spelling): string {
  const names = list(
    columns.map((_, index) => index),
    value,
  );
  return [
    `select ${names}, sum(1 - tsdbt_side) as tsdbt_before, sum(tsdbt_side) as tsdbt_after`,
    `from (\n${sideSql(0, before.query, columns, spelling)}\nunion all\n${sideSql(1, after.query, columns, spelling)}\n) tsdbt_both`,
    `group by ${names}`,
  ].join('\n');
}

function sideSql(side: 0 | 1, query: string, columns: readonly CommonColumn[], { dialect, valueForms }: Spelling) {
  const forms = columns.map((column, index) => {
    const { name, type } = side === 0 ? column.before : column.after;
    const form = column.isRetyped ? valueForms.text : valueForms.comparable;
    return `${form(`tsdbt_source.${dialect.quoteIdentifier(name)}`, type)} as ${value(index)}`;
  });
  return `select ${side} as tsdbt_side, ${forms.join(', ')} from (\n${query}\n) tsdbt_source`;
}

/** Each key with how many rows have it. */
function keysSql(key: readonly number[]): string {
  const hasNull = key.map((index) => `${value(index)} is null`).join(' or ');
  return [
    `select max(case when ${hasNull} then 1 else 0 end) as has_null, sum(tsdbt_before) as rows_before, sum(tsdbt_after) as rows_after`,
    `from tsdbt_rows group by ${list(key, value)}`,
  ].join('\n');
}

/** Without a key: each row that comes more often on one side. */
function wholeSql(all: readonly number[]): string {
  return [
    `select case when tsdbt_before > tsdbt_after then 'removed' else 'added' end as tsdbt_kind,`,
    `abs(tsdbt_before - tsdbt_after) as tsdbt_times, ${list(all, value)}`,
    'from tsdbt_rows where tsdbt_before <> tsdbt_after',
  ].join('\n');
}

/** A key that is left with one row on each side is a changed row: the second of the two rows is put beside the first. */
function pairedSql(all: readonly number[], key: readonly number[]): string {
  const left = `sum(case when tsdbt_before > tsdbt_after then tsdbt_before - tsdbt_after else 0 end) over by_key`;
  const right = `sum(case when tsdbt_after > tsdbt_before then tsdbt_after - tsdbt_before else 0 end) over by_key`;
  const nexts = all.map((index) => `lead(${value(index)}) over in_order as ${next(index)}`);
  return [
    `select case when tsdbt_left = 1 and tsdbt_right = 1 then 'changed' when tsdbt_surplus > 0 then 'removed' else 'added' end as tsdbt_kind,`,
    `abs(tsdbt_surplus) as tsdbt_times, ${list(all, value)}, ${list(all, next)}`,
    `from (`,
    `select ${list(all, value)}, tsdbt_before - tsdbt_after as tsdbt_surplus, ${left} as tsdbt_left, ${right} as tsdbt_right,`,
    `${nexts.join(', ')}`,
    `from tsdbt_rows where tsdbt_before <> tsdbt_after`,
    `window by_key as (partition by ${list(key, value)}), in_order as (partition by ${list(key, value)} order by tsdbt_before - tsdbt_after desc)`,
    `) tsdbt_pairs where tsdbt_surplus > 0 or tsdbt_left <> 1 or tsdbt_right <> 1`,
  ].join('\n');
}

function countsSql(all: readonly number[], key: readonly number[]): string {
  const total = (expression: string, from: string) => `(select coalesce(sum(${expression}), 0) from ${from})`;
  const kind = (name: string) =>
    total(`case when tsdbt_kind = '${name}' then tsdbt_times else 0 end`, 'tsdbt_differences');
  const ofKeys = (expression: string) => (key.length === 0 ? '0' : total(expression, 'tsdbt_keys'));
  const repeated = (side: string) => ofKeys(`case when has_null = 0 and rows_${side} > 1 then 1 else 0 end`);
  const mismatch = (index: number) =>
    `coalesce(sum(case when tsdbt_kind = 'changed' and ${value(index)} is distinct from ${next(index)} then 1 else 0 end), 0)`;
  const mismatches = key.length === 0 ? [] : all.map((index) => `${mismatch(index)} as m${index}`);
  const counts = [
    `${total('tsdbt_before', 'tsdbt_rows')} as n0`,
    `${total('tsdbt_after', 'tsdbt_rows')} as n1`,
    `${total('case when tsdbt_before < tsdbt_after then tsdbt_before else tsdbt_after end', 'tsdbt_rows')} as n2`,
    `${kind('added')} as n3`,
    `${kind('removed')} as n4`,
    `${kind('changed')} as n5`,
    `${ofKeys('has_null * rows_before')} as n6`,
    `${ofKeys('has_null * rows_after')} as n7`,
    `${repeated('before')} as n8`,
    `${repeated('after')} as n9`,
  ];
  if (mismatches.length === 0) return `select ${counts.join(',\n')}`;
  return `select ${counts.join(',\n')},\n${mismatches.join(',\n')}\nfrom tsdbt_differences`;
}

/** Differences of each kind in the order of the key, numbered. */
function samplesSql(all: readonly number[], key: readonly number[]): string {
  const order = list(key.length === 0 ? all : [...key, ...all.filter((index) => !key.includes(index))], value);
  return `select tsdbt_differences.*, row_number() over (partition by tsdbt_kind order by ${order}) as tsdbt_place from tsdbt_differences`;
}
