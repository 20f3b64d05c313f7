import { expect, it } from 'vitest';
import type { Cell } from '../../../core/adapter/cell.js';
import { compileBench } from '../../support/compile.js';
import { forEachAdapter } from '../support.js';

function textOf(cell: Cell): string | null {
  if (cell === null) return null;
  return typeof cell === 'object' ? cell.text : String(cell);
}

/** An expression of macros, and the value that both databases give. A day's midnight may be left out. */
const cases: readonly (readonly [string, string | null])[] = [
  ["dateadd('day', 1, day('2024-02-28'))", '2024-02-29'],
  ["dateadd('day', -1, day('2024-03-01'))", '2024-02-29'],
  ["dateadd('week', 2, day('2024-01-01'))", '2024-01-15'],
  ["dateadd('month', 1, day('2024-01-31'))", '2024-02-29'],
  ["dateadd('month', -1, day('2024-03-31'))", '2024-02-29'],
  ["dateadd('month', 1, day('2024-01-15'))", '2024-02-15'],
  ["dateadd('year', 1, day('2024-02-29'))", '2025-02-28'],
  ["dateadd('month', 1, moment('2024-01-31 10:30:00'))", '2024-02-29 10:30:00'],
  ["dateadd('hour', 25, moment('2024-01-31 10:30:00'))", '2024-02-01 11:30:00'],
  ["dateadd('minute', -31, moment('2024-01-31 10:30:00'))", '2024-01-31 09:59:00'],
  ["dateadd('second', 90, moment('2024-01-31 10:30:00'))", '2024-01-31 10:31:30'],
  ["dateadd('day', '1 + 1', day('2024-02-28'))", '2024-03-01'],
  ["datediff(day('2023-12-31'), day('2024-01-01'), 'year')", '1'],
  ["datediff(day('2023-12-31'), day('2024-04-01'), 'quarter')", '2'],
  ["datediff(day('2024-01-31'), day('2024-03-01'), 'month')", '2'],
  ["datediff(day('2024-03-01'), day('2024-01-31'), 'month')", '-2'],
  ["datediff(day('2024-02-28'), day('2024-03-01'), 'day')", '2'],
  ["datediff(day('2024-01-06'), day('2024-01-07'), 'week')", '1'],
  ["datediff(day('2024-01-07'), day('2024-01-13'), 'week')", '0'],
  ["datediff(day('2024-01-20'), day('2024-01-07'), 'week')", '-1'],
  ["datediff(moment('2024-01-01 10:59:59'), moment('2024-01-01 11:00:00'), 'hour')", '1'],
  ["datediff(moment('2024-01-01 10:59:59'), moment('2024-01-01 11:00:00'), 'minute')", '1'],
  ["datediff(moment('2024-01-01 23:59:59'), moment('2024-01-02 00:00:01'), 'second')", '2'],
  ["datediff(moment('2024-01-01 00:00:00.250'), moment('2024-01-01 00:00:01.750'), 'millisecond')", '1500'],
  ["date_trunc('year', day('2024-05-17'))", '2024-01-01'],
  ["date_trunc('quarter', day('2024-05-17'))", '2024-04-01'],
  ["date_trunc('quarter', day('2024-12-31'))", '2024-10-01'],
  ["date_trunc('month', day('2024-05-17'))", '2024-05-01'],
  ["date_trunc('week', day('2024-05-19'))", '2024-05-13'],
  ["date_trunc('week', day('2024-05-13'))", '2024-05-13'],
  ["date_trunc('day', moment('2024-05-17 13:14:15'))", '2024-05-17'],
  ["date_trunc('hour', moment('2024-05-17 13:14:15'))", '2024-05-17 13:00:00'],
  ["date_trunc('minute', moment('2024-05-17 13:14:15'))", '2024-05-17 13:14:00'],
  ["last_day(day('2024-02-10'), 'month')", '2024-02-29'],
  ["last_day(day('2024-02-10'), 'quarter')", '2024-03-31'],
  ["last_day(day('2024-02-10'), 'year')", '2024-12-31'],
  ['date(2024, 2, 9)', '2024-02-09'],
  ['concat(["\'a\'", "\'b\'"])', 'ab'],
  ['length("\'abc\'")', '3'],
  ['position("\'c\'", "\'abc\'")', '3'],
  ['position("\'x\'", "\'abc\'")', '0'],
  ['replace("\'abc\'", "\'b\'", "\'x\'")', 'axc'],
  ['right("\'abc\'", 2)', 'bc'],
  ['right("\'abc\'", 0)', ''],
  ['split_part("\'a,b,c\'", "\',\'", 1)', 'a'],
  ['split_part("\'a,b,c\'", "\',\'", 3)', 'c'],
  ['split_part("\'a,b,c\'", "\',\'", 4)', ''],
  ['split_part("\'a,b,c\'", "\',\'", -1)', 'c'],
  ['split_part("\'a,b,c\'", "\',\'", -3)', 'a'],
  ['split_part("\'aXYb\'", "\'XY\'", 2)', 'b'],
  ['split_part("\'abc\'", "\',\'", 1)', 'abc'],
  ["split_part('cast(null as ' ~ type_string() ~ ')', \"','\", 1)", null],
  ['string_literal(escape_single_quotes("it\'s"))', "it's"],
  ['hash("\'a\'")', '0cc175b9c0f1b6a831c399e269772661'],
  ['cast("\'12\'", type_int())', '12'],
  ['safe_cast("\'12\'", type_bigint())', '12'],
  ["cast(day('2024-01-02'), type_string())", '2024-01-02'],
  ["cast_bool_to_text('1 = 1')", 'true'],
  ["cast_bool_to_text('1 = 2')", 'false'],
  ["'case when ' ~ equals(1, 1) ~ ' then 1 end'", '1'],
];

const helpers = {
  'macros/moments.sql': `
{% macro day(text) %}{{ return(cast("'" ~ text ~ "'", 'date') if target.type == 'postgres' else "'" ~ text ~ "'") }}{% endmacro %}
{% macro moment(text) %}{{ return("cast('" ~ text ~ "' as " ~ type_timestamp() ~ ")") }}{% endmacro %}`,
};

forEachAdapter('utility macros', (under) => {
  const value = (expression: string): Promise<string | null> =>
    under.withSession(async (session) => {
      const bench = compileBench(helpers, {
        adapter: under.adapter.type === 'sqlite' ? 'sqlite' : 'postgres',
        session: async () => session,
      });
      const { rows } = await session.execute(await bench.render(`select {{ ${expression} }} as v`));
      return textOf(rows[0][0]);
    });
  const rowsOf = (sql: string): Promise<(string | null)[][]> =>
    under.withSession(async (session) => {
      const type = under.adapter.type === 'sqlite' ? 'sqlite' : 'postgres';
      const bench = compileBench(helpers, { adapter: type, session: async () => session });
      const { rows } = await session.execute(await bench.render(sql));
      return rows.map((row) => row.map(textOf));
    });
  const withoutMidnight = (text: string | null) => text?.replace(/ 00:00:00(?:\+00)?$/u, '') ?? null;

  it.each(cases)('%s is %s', async (expression, expected) => {
    expect(withoutMidnight(await value(expression))).toBe(expected);
  });

  it('lists one row per day, the last day left out', async () => {
    const rows = await rowsOf("{{ date_spine('day', day('2024-02-27'), day('2024-03-02')) }}");
    expect(rows.map(([text]) => withoutMidnight(text))).toEqual([
      '2024-02-27',
      '2024-02-28',
      '2024-02-29',
      '2024-03-01',
    ]);
  });

  it('lists numbers', async () => {
    const rows = await rowsOf('select cast(generated_number as {{ type_int() }}) from ({{ generate_series(5) }}) s');
    expect(rows.flat()).toEqual(['1', '2', '3', '4', '5']);
  });

  it('joins texts of many rows in order', async () => {
    const rows = await rowsOf(
      `select {{ listagg('v', "'-'", 'order by v desc') }}, {{ any_value('v') }} from (select 'a' as v union all select 'b') t`,
    );
    expect(rows).toEqual([['b-a', 'a']]);
  });

  it('ors truths', async () => {
    const rows = await rowsOf(
      "select case when {{ bool_or('v = 2') }} then 'yes' end from (select 1 as v union all select 2) t",
    );
    expect(rows).toEqual([['yes']]);
  });

  it('knows the sets of rows', async () => {
    expect(await rowsOf('select 1 {{ except() }} select 1')).toEqual([]);
    expect(await rowsOf('select 1 {{ intersect() }} select 1')).toEqual([['1']]);
  });

  it('says the time', async () => {
    expect(await rowsOf("select case when {{ current_timestamp() }} is not null then 'now' end")).toEqual([['now']]);
    expect(await rowsOf('select case when {{ snapshot_get_time() }} is null then 1 else 0 end')).toEqual([['0']]);
  });

  it('tells the columns of a query', async () => {
    const names = await under.withSession(async (session) => {
      const type = under.adapter.type === 'sqlite' ? 'sqlite' : 'postgres';
      const bench = compileBench({}, { adapter: type, session: async () => session });
      return bench.render("{{ get_columns_in_query('select 1 as a, 2 as b') }}");
    });
    expect(names).toBe("['a', 'b']");
  });
});
