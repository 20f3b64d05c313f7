import { describe, expect, it } from 'vitest';
import { scannableTest } from '../../../../core/plan/scans/scannable-test.js';
import { type JsonObject, jsonFloat } from '../../../../core/resources/json.js';
import type { DataTestNode } from '../../../../core/resources/node.js';
import { otherNode } from '../../../support/manifest.js';

const relation = { name: { database: null, schema: 'main', identifier: 'orders' }, sql: '"main"."orders"' };

interface Given {
  readonly name?: string;
  readonly kwargs?: JsonObject;
  readonly config?: JsonObject;
  readonly namespace?: string;
  readonly storeFailures?: boolean;
}

function decide({ name = 'not_null', kwargs = {}, config = {}, namespace, storeFailures = false }: Given) {
  const model = "{{ get_where_subquery(ref('orders')) }}";
  const metadata = { name, namespace: namespace ?? null, kwargs: { column_name: 'status', ...kwargs, model } };
  const node = otherNode('test', 'a_test', { testMetadata: metadata, config }) as DataTestNode;
  return scannableTest(node, relation, { storeFailures });
}

const values = (given: JsonObject) => decide({ name: 'accepted_values', kwargs: given })?.question;
const completeness = (given: JsonObject) => decide({ name: 'completeness', kwargs: given })?.question;

describe('scannableTest', () => {
  it('takes not_null of a column, quoted or not', () => {
    expect(decide({})?.question).toEqual({ kind: 'not_null', column: 'status' });
    expect(decide({})?.source).toBe('"main"."orders"');
    expect(decide({ kwargs: { column_name: '"Order Id"' } })?.question).toMatchObject({ column: '"Order Id"' });
  });

  it('takes unique of a column', () => {
    expect(decide({ name: 'unique' })?.question).toEqual({ kind: 'unique', column: 'status' });
  });

  it.each(['a + b', 'a, b', 'lower(a)', 'orders.a', '(select 1)', 'a -- b', '"a"b"', "'a'", ''])(
    'leaves the expression %j alone',
    (column) => {
      expect(decide({ kwargs: { column_name: column } })).toBeNull();
    },
  );

  it.each([
    'null',
    'TRUE',
    'current_date',
    'Orders',
    '"orders"',
    'ctid',
    'rowid',
    'dbt_subquery',
    'n_records',
    'tsdbt_scan_0',
  ])('leaves %j alone, which is a column only in some places', (column) => {
    expect(decide({ kwargs: { column_name: column } })).toBeNull();
  });

  it('writes accepted values as the macro does', () => {
    expect(values({ values: ['open', "it's", 1, true, jsonFloat(2)] })).toEqual({
      ...{ kind: 'accepted_values', column: 'status', list: "'open','it''s','1','True','2.0'" },
    });
    expect(values({ values: [1, -2.5, 'TRUE', "'x'"], quote: false })).toMatchObject({ list: "1,-2.5,TRUE,'x'" });
  });

  it.each([
    ['no values', { values: [] }],
    ['no list', { values: 'open' }],
    ['a list in the list', { values: [['a']] }],
    ['null', { values: [null] }],
    ['a template', { values: ["{{ var('x') }}"] }],
    ['a call', { values: ["var('x')"] }],
    ['SQL as a value', { values: ['n_records'], quote: false }],
    ['a query as a value', { values: ['select 1'], quote: false }],
    ['a quote that is no boolean', { values: ['a'], quote: 'yes' }],
    ['an argument that is not known', { values: ['a'], other: 1 }],
  ])('leaves accepted values with %s alone', (_, given) => {
    expect(values(given as JsonObject)).toBeUndefined();
  });

  it('takes completeness of all rows with its threshold in whole numbers', () => {
    expect(completeness({})).toEqual({ kind: 'completeness', column: 'status', digits: '10', scale: '10' });
    expect(completeness({ threshold: 0.975 })).toMatchObject({ digits: '975', scale: '1000' });
    expect(completeness({ threshold: 1 })).toMatchObject({ digits: '1', scale: '1' });
    for (const threshold of [1.5, -0.5, 'most', 0.123456789]) expect(completeness({ threshold })).toBeUndefined();
    expect(completeness({ group_by: 'vendor' })).toBeUndefined();
    expect(completeness({ compare_to: "ref('x')", key: 'id' })).toBeUndefined();
  });

  it('reads the rows that `where` lets through from the subquery that the test has', () => {
    expect(decide({ config: { where: "a = ')'" } })?.source).toBe(
      `(select * from "main"."orders" where a = ')') dbt_subquery`,
    );
    expect(decide({ config: { where: '' } })?.source).toBe('"main"."orders"');
    for (const where of ['a) x where (b', 'a -- b', 'a; b', "a = '"]) expect(decide({ config: { where } })).toBeNull();
  });

  it('takes thresholds that compare with whole numbers, and no others', () => {
    const met = (config: JsonObject, count: bigint) => decide({ config })?.warnIf.isMet(count);
    expect(['>=10', ' <> 3 ', 'between 2 and 4', undefined].map((text) => met({ warn_if: text ?? null }, 4n))).toEqual([
      ...[false, true, true, true],
    ]);
    for (const error_if of ['> 1.5', '> 1 or true', '', '= (select 1)'])
      expect(decide({ config: { error_if } })).toBeNull();
  });

  it('takes a limit that is a whole number, and no other', () => {
    expect(decide({ config: { limit: 5 } })?.limit).toBe(5);
    for (const limit of [-1, 1.5, '5']) expect(decide({ config: { limit } })).toBeNull();
  });

  it('leaves tests alone that count otherwise or keep their rows', () => {
    expect(decide({ config: { fail_calc: 'count(*)' } })).not.toBeNull();
    expect(decide({ config: { fail_calc: 'sum(n)' } })).toBeNull();
    expect(decide({ config: { store_failures: true } })).toBeNull();
    expect(decide({ config: { store_failures_as: 'view' } })).toBeNull();
    expect(decide({ storeFailures: true })).toBeNull();
    expect(decide({ storeFailures: true, config: { store_failures_as: 'ephemeral' } })).not.toBeNull();
  });

  it('leaves other tests alone', () => {
    expect(decide({ name: 'relationships', kwargs: { to: "ref('x')", field: 'id' } })).toBeNull();
    expect(decide({ namespace: 'a_package' })).toBeNull();
    expect(decide({ kwargs: { other: 1 } })).toBeNull();
    const singular = otherNode('test', 'singular', {}) as DataTestNode;
    expect(scannableTest(singular, relation, { storeFailures: false })).toBeNull();
  });
});
