import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../../core/adapter/cell.js';
import { readScan, type ScanPart, scanQuery } from '../../../../core/plan/scans/scan-query.js';
import { type ScanQuestion, scannableTest } from '../../../../core/plan/scans/scannable-test.js';
import type { JsonObject } from '../../../../core/resources/json.js';
import type { DataTestNode } from '../../../../core/resources/node.js';
import { otherNode } from '../../../support/manifest.js';

const words = { isBlank: '(c is null)', share: 'share(all)', shareBesideRow: 'share(row)' };

function part(name: ScanQuestion['kind'], kwargs: JsonObject = {}, config: JsonObject = {}): ScanPart {
  const metadata = { name, namespace: null, kwargs: { column_name: 'c', ...kwargs, model: 'x' } };
  const node = otherNode('test', name, { testMetadata: metadata, config }) as DataTestNode;
  const name_ = { database: null, schema: null, identifier: 't' };
  const test = scannableTest(node, { name: name_, sql: 't' }, { storeFailures: false })!;
  return { test, words: name === 'completeness' ? words : null };
}

function answer(one: ScanPart, cells: readonly Cell[], sql: string) {
  const [answers] = readScan([one], { columns: [], rows: [cells], rowsAffected: 1, message: 'SELECT 1' });
  return answers?.(sql)?.rows[0];
}

const verdict = (main: string, limit = '') => `
    select
      count(*) as failures,
      count(*) != 0 as should_warn,
      count(*) != 0 as should_error
    from (
      ${main}
      ${limit}
    ) dbt_internal_test`;

const notNull = verdict('select c\nfrom t\nwhere c is null');

describe('scanQuery', () => {
  it('asks everything in one select', () => {
    const parts = [part('not_null'), part('accepted_values', { values: ['a'] }), part('completeness')];
    expect(scanQuery(parts)).toBe(
      `select
  count(*) filter (where c is null) as tsdbt_scan_0,
  count(*) filter (where c not in ('a')) as tsdbt_scan_1,
  share(all) as tsdbt_scan_2,
  sum(case when (c is null) then 0 else 1 end) as tsdbt_scan_3,
  count(*) as tsdbt_scan_4
from t`,
    );
  });
});

describe('readScan', () => {
  it('counts what is not unique with the query of the test, of few rows alone', () => {
    const parts = [part('unique'), part('not_null')];
    expect(scanQuery(parts)).toBe(
      `select
  case when tsdbt_scan_rows <= 10000 then (select count(*) from (select c as unique_field, count(*) as n_records from t where c is not null group by c having count(*) > 1) dbt_internal_test) end as tsdbt_scan_0,
  tsdbt_scan_m0 as tsdbt_scan_1
from (
  select
    count(*) filter (where c is null) as tsdbt_scan_m0,
    count(*) as tsdbt_scan_rows
  from t
) tsdbt_scan_of_all`,
    );
    const sql = verdict(
      'select c as unique_field, count(*) as n_records from t where c is not null group by c having count(*) > 1',
    );
    const [unique, notNullOne] = readScan(parts, { columns: [], rows: [[2n, 0n]], rowsAffected: 1, message: '' });
    expect(unique?.(sql)?.rows).toEqual([[2n, true, true]]);
    expect(notNullOne?.(notNull)?.rows).toEqual([[0n, false, false]]);
    expect(answer(part('unique'), [null], sql)).toBeUndefined();
  });

  it('answers the statement of the test, however it is laid out', () => {
    expect(answer(part('not_null'), [3n], notNull)).toEqual([3n, true, true]);
    expect(answer(part('not_null'), [0n], notNull)).toEqual([0n, false, false]);
    expect(answer(part('not_null'), [3n], verdict('select *\n\nfrom t where c is null'))).toEqual([3n, true, true]);
  });

  it('has no answer to a statement that asks anything else', () => {
    for (const main of [
      'select c from t where c is not null',
      'select d from t where c is null',
      "select c from t where c is null and ' ' = '  '",
    ])
      expect(answer(part('not_null'), [3n], verdict(main))).toBeUndefined();
    expect(answer(part('not_null'), [3n], notNull.replace('!= 0', '> 0'))).toBeUndefined();
    expect(answer(part('not_null'), [3n], 'select c from t where c is null')).toBeUndefined();
  });

  it('does not take white space within quotes for layout', () => {
    const main = (value: string) =>
      verdict(
        `with all_values as ( select c as value_field, count(*) as n_records from t group by c ) select * from all_values where value_field not in ( '${value}' )`,
      );
    expect(answer(part('accepted_values', { values: ['a  b'] }), [0n], main('a  b'))).toEqual([0n, false, false]);
    expect(answer(part('accepted_values', { values: ['a  b'] }), [0n], main('a b'))).toBeUndefined();
  });

  it('counts no further than the limit', () => {
    const sql = verdict('select c from t where c is null', 'limit 2');
    expect(answer(part('not_null', {}, { limit: 2 }), [3n], sql)).toEqual([2n, true, true]);
    expect(answer(part('not_null', {}, { limit: 2 }), [1n], sql)).toEqual([1n, true, true]);
  });

  it('leaves values that were found outside of the list to be counted by the test', () => {
    const sql = verdict(
      "with all_values as ( select c as value_field, count(*) as n_records from t group by c ) select * from all_values where value_field not in ( 'a' )",
    );
    expect(answer(part('accepted_values', { values: ['a'] }), [0n], sql)).toEqual([0n, false, false]);
    expect(answer(part('accepted_values', { values: ['a'] }), [7n], sql)).toBeUndefined();
  });

  it('compares completeness without fractions and states what was found', () => {
    const sql = (digits: number) =>
      verdict(
        `select * from ( select share(row) as completeness_share, sum(case when (c is null) then 0 else 1 end) over () as completeness_complete, count(*) over () as completeness_total, completeness_rows.* from (select * from t) completeness_rows ) completeness_checked where (c is null) and completeness_complete * 10 < completeness_total * ${digits}`,
      );
    const summary =
      'select share(all) as completeness_share, sum(case when (c is null) then 0 else 1 end) as completeness_complete, count(*) as completeness_total from t';
    const nine = part('completeness', { threshold: 0.9 });
    expect(answer(nine, [0.9, 27n, 30n], sql(9))).toEqual([0n, false, false]);
    expect(answer(nine, [0.8, 26n, 30n], sql(9))).toEqual([4n, true, true]);
    expect(answer(nine, [null, null, 0n], sql(9))).toEqual([0n, false, false]);
    expect(answer(nine, [0.8, 26n, 30n], summary)).toEqual([0.8, 26n, 30n]);
    expect(answer(nine, [0.8, 26n, 30n], sql(8))).toBeUndefined();
  });

  it('says nothing when the answer is not one row of whole numbers', () => {
    const [answers] = readScan([part('not_null')], { columns: [], rows: [], rowsAffected: 0, message: '' });
    expect(answers?.(notNull)).toBeNull();
    expect(answer(part('not_null'), ['3'], notNull)).toBeUndefined();
  });
});
