/** Which queries give the same rows again when what they refer to is the same. */
import { describe, expect, it } from 'vitest';
import { type QuerySetting, unrepeatableReason } from '../../../../core/compile/repeatable/unrepeatable.js';

const postgres: QuerySetting = {
  relations: ['"shop"."main"."orders"', '"shop"."main"."Customers"', 'main.days'],
  fold: (name, isQuoted) => (isQuoted ? name : name.toLowerCase()),
  hasDollarTexts: true,
  changingTexts: ['now', 'today', 'tomorrow', 'yesterday'],
  foreignFunctions: new Set(['median']),
};
const sqlite: QuerySetting = {
  relations: ['"orders"'],
  fold: (name) => name.toLowerCase(),
  hasDollarTexts: false,
  changingTexts: ['now', 'localtime', 'utc', 'subsec'],
};

const on = (setting: QuerySetting) => (sql: string) => unrepeatableReason(sql, setting);

describe('queries that can be repeated on Postgres', () => {
  it.each([
    'select 1 as id',
    'select * from "shop"."main"."orders"',
    'select * from "shop"."main"."orders" o, main.days d where o.day = d.day',
    'with a as (select * from main.days), b (x) as (select 1 from a) select * from a join b on true left join main.days on a.x = b.x',
    'with recursive t(n) as (values (1) union all select n + 1 from t where n < 9) select sum(n) from t',
    'with a as not materialized (select 1) select * from a union all select * from (select 2) z',
    "select extract(year from o.at), trim(both ' ' from name), substring(name from 2 for 3) from main.days o",
    'select a is distinct from b, a is not distinct from b from main.days',
    "select cast(at as timestamp with time zone), at at time zone 'utc', price::numeric(10, 2) from main.days",
    'select count(*) filter (where x > 1) over (partition by y order by z rows between 1 preceding and current row) from main.days',
    'select * from (main.days d join "shop"."main"."orders" o on d.id = o.id)',
    'select left(name, 2), right(name, 1) from main.days -- from elsewhere, random()\n',
    "select 'from elsewhere; random()', $$random()$$, E'\\'' from main.days /* from /* x */ y */",
    'select u.a from unnest(array[1, 2]) as u(a), generate_series(1, 3) g (n), lateral (select 1) l',
    'select x in (1, 2), exists (select 1 from main.days) from main.days;',
    "select date(at), age(at, at), date_trunc('day', at) from main.days",
    'select t.update, t.user from main.days t order by 1 limit 3',
    "select 'buy it now', 'today we sell', '12:00' from main.days",
  ])('%s', (sql) => {
    expect(on(postgres)(sql)).toBeNull();
  });
});

describe('queries that may give other rows on Postgres', () => {
  it.each([
    ['select * from raw.orders', 'reads raw.orders, which is no ref and no source'],
    ['select * from "Orders"', 'reads Orders, which is no ref and no source'],
    ['select * from "shop"."main"."customers"', 'reads shop.main.customers, which is no ref and no source'],
    ['select * from main.days, hidden', 'reads hidden, which is no ref and no source'],
    ['select * from main.days d join hidden h on d.id = h.id', 'reads hidden, which is no ref and no source'],
    ['select (select max(x) from hidden) from main.days', 'reads hidden, which is no ref and no source'],
    ['with orders as (select * from orders) select * from orders', 'reads orders, which is no ref and no source'],
    ['select * from (with x as (select 1) select * from x) y, x', 'reads x, which is no ref and no source'],
    ['with a as (select * from b), b as (select 1) select * from a', 'reads b, which is no ref and no source'],
    ['select extract(year from (select at from hidden)) from main.days', 'reads hidden, which is no ref and no source'],
    ['select current_date', 'reads current_date'],
    ['select x::timestamp with time zone, f(1), 2 from main.days', 'calls f(), which may answer differently each time'],
    ['select a::timestamp with time zone, abs(1), current_date from main.days', 'reads current_date'],
    ['select now()', 'calls now(), which may answer differently each time'],
    ['select my.abs(1)', 'calls abs(), which may answer differently each time'],
    ['select "random"()', 'calls random(), which may answer differently each time'],
    ["select ' NOW '::timestamp", "reads 'NOW'"],
    ['select $$now()$$::timestamp', "reads 'now()'"],
    ["select 'today 12:00'::timestamp, 1", "reads 'today 12:00'"],
    ["select 'Tomorrow AllBalls'::timestamp", "reads 'Tomorrow AllBalls'"],
    ['select median(x) from main.days', 'calls median(), which may answer differently each time'],
    ['select age(at) from main.days', 'reads the clock by age()'],
    ['select user', 'reads user'],
    ['with x as (delete from main.days returning *) select * from x', 'does more than query: delete'],
    ['table hidden', 'does more than query: table'],
    ['select 1; select 2', 'holds several statements'],
    ['select * from main.days tablesample system (10)', 'reads tablesample'],
    ["select * from dblink('x', 'select 1') as t(a int)", 'calls dblink(), which may answer differently each time'],
  ])('%s', (sql, reason) => {
    expect(on(postgres)(sql)).toBe(reason);
  });
});

describe('queries on SQLite', () => {
  it.each([
    "select date(at), strftime('%Y', at), time(at) from orders",
    'select * from `orders`, [orders], "ORDERS"',
    'select * from orders, json_each(orders.tags)',
  ])('can be repeated: %s', (sql) => {
    expect(on(sqlite)(sql)).toBeNull();
  });

  it.each([
    ["select date('now') from orders", "reads 'now'"],
    ['select date("now") from orders', "reads 'now'"],
    ["select unixepoch('subsec') from orders", "reads 'subsec'"],
    ['select datetime() from orders', 'reads the clock by datetime()'],
    ['select time() from orders', 'reads the clock by time()'],
    ["select strftime('%Y') from orders", 'reads the clock by strftime()'],
    ["select datetime(at, 'localtime') from orders", "reads 'localtime'"],
    ["select * from 'hidden'", "reads 'hidden', which is no ref and no source"],
    ['select x in hidden from orders', 'reads a table by in'],
    ['select random()', 'calls random(), which may answer differently each time'],
    ['select * from pragma_table_info(1)', 'calls pragma_table_info(), which may answer differently each time'],
  ])('may give other rows: %s', (sql, reason) => {
    expect(on(sqlite)(sql)).toBe(reason);
  });
});
