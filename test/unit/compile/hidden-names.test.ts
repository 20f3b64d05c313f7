import { describe, expect, it } from 'vitest';
import { originAt } from '../../../core/template/source-map.js';
import { compileBench } from '../../support/compile.js';

describe('a CTE with the name of a relation that it reads', () => {
  const files = {
    'models/orders.sql': 'select 1 as id',
    'models/plain.sql': "with orders as (\n  select * from {{ ref('orders') }}\n)\nselect * from orders",
    'models/macro.sql': "{{ rows_of(ref('orders')) }}",
    'models/other.sql': "with o as (select * from {{ ref('orders') }}) select * from o",
    'models/e.sql': "{{ config(materialized='ephemeral') }}select * from {{ ref('orders') }}",
    'models/through.sql': "with orders as (select * from {{ ref('e') }}) select * from orders",
    'macros/rows.sql':
      '{% macro rows_of(r) %}with ORDERS as ({{ "select * from " ~ r }}) select * from ORDERS{% endmacro %}',
  };
  const lite = compileBench(files, { adapter: 'sqlite' });
  const text = async (name: string) => (await lite.compile(name)).sql.text;

  it('does not hide it on SQLite: the relation gets its schema', async () => {
    expect(await text('plain')).toBe('with orders as (\n  select * from main."orders"\n)\nselect * from orders');
    expect(await text('macro')).toBe('with ORDERS as (select * from main."orders") select * from ORDERS');
  });

  it('does not hide it from an ephemeral model whose SQL stands in front', async () => {
    expect(await text('through')).toBe(
      'with  __dbt__cte__e as (\nselect * from main."orders"\n), orders as (select * from __dbt__cte__e) select * from orders',
    );
  });

  it('leaves other relations as they are, and every relation on Postgres', async () => {
    expect(await text('other')).toBe('with o as (select * from "orders") select * from o');
    const { sql } = await compileBench(files).compile('plain');
    expect(sql.text).toContain('from "db"."main"."orders"');
  });

  it('keeps the map to the template', async () => {
    const { sql } = await lite.compile('plain');
    expect(originAt(sql, sql.text.lastIndexOf('orders'))).toMatchObject({ line: 4, column: 15 });
  });
});
