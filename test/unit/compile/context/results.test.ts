import { describe, expect, it } from 'vitest';
import type { Cell, StatementResult } from '../../../../core/adapter/cell.js';
import { answered, compileBench } from '../../../support/compile.js';

const decimal = (text: string): Cell => ({ kind: 'decimal', text });

/** One row of many types, and what real dbt gave for the same query (dbt-core 1.11.16 on Postgres). */
const result: StatementResult = answered(
  ['i', 'b', 'n', 'n6', 'f', 'f20', 'r', 'bo', 't', 't1', 'd', 'ts', 'tz', 'ti', 'nul', 'i', 'Q x', 'nan'],
  [
    [
      ...[1n, 9007199254740993n, decimal('1.50'), decimal('6'), 3, 1e20, 0.1, true, 'x', '1'],
      { kind: 'date', text: '2024-01-02' },
      { kind: 'timestamp', text: '2024-01-02 03:04:05.123456' },
      { kind: 'timestamptz', text: '2024-01-02 01:04:05+00' },
      { kind: 'time', text: '03:04:05' },
      ...[null, 1n, 'abc', Number.NaN],
    ],
  ],
);

describe('rows of a query in templates', () => {
  const bench = compileBench({}, { answer: () => result });
  const shown = (expression: string) => bench.render(`{% set t = run_query('q') %}{{ ${expression} }}`);

  it.each([
    ["t.rows[0]['b']", '9007199254740993'],
    ["[t.rows[0]['n']]", "[Decimal('1.50')]"],
    ["[t.rows[0]['n6']]", "[Decimal('6')]"],
    ["[t.rows[0]['f']]", "[Decimal('3.0')]"],
    ["t.rows[0]['f20']", '1E+20'],
    ["[t.rows[0]['r']]", "[Decimal('0.1')]"],
    ["[t.rows[0]['bo']]", '[True]'],
    ["[t.rows[0]['t1']]", "['1']"],
    ["[t.rows[0]['d']]", '[datetime.date(2024, 1, 2)]'],
    ["[t.rows[0]['ts']]", '[datetime.datetime(2024, 1, 2, 3, 4, 5, 123456)]'],
    ["t.rows[0]['tz']", '2024-01-02 01:04:05+00:00'],
    ["[t.rows[0]['ti']]", "['03:04:05']"],
    ["[t.rows[0]['nul']]", '[None]'],
    ["t.rows[0]['Q x']", 'abc'],
    ["t.rows[0]['i_2']", '1'],
    ['t.rows[0]', "<agate.Row: (1, 9007199254740993, Decimal('1.50'), Decimal('6'), Decimal('3.0'), ...)>"],
    ['t.rows[0][0] ~ t.rows[0].i ~ t.rows[0].get("i") ~ t.rows[0].get("zz")', '111None'],
    ["t.rows[0]['zz'] is defined", 'False'],
    ['1 in t.rows[0]', 'True'],
    ['t.rows | length ~ t.columns | length', '118'],
    ['t.columns[0]', '<agate.Column: (1)>'],
    ["t.columns['n'].values()", "(Decimal('1.50'),)"],
    ['t.columns.n.values()[0]', '1.50'],
    ['t.columns[0].name', 'i'],
    ["t.columns | map(attribute='name') | list | first", 'i'],
    ["t.columns['nul'].values_without_nulls()", '()'],
    ['t is mapping', 'False'],
    ["t.select(['i', 'b']).column_names", "('i', 'b')"],
    ["t.exclude(['i']).column_names | length", '17'],
    ["t.rename({'i': 'ii'}).column_names | first", 'ii'],
    ["t.select(['i']).rows[0].dict()['i']", '1'],
  ])('%s', async (expression, expected) => {
    expect(await shown(expression)).toBe(expected);
  });

  it('are iterated row by row, value by value', async () => {
    const text = "{% for row in run_query('q').rows %}{% for value in row %}{{ value }};{% endfor %}{% endfor %}";
    expect((await bench.render(text)).startsWith('1;9007199254740993;1.50;6;3.0;1E+20;0.1;True;x;1;2024-01-02;')).toBe(
      true,
    );
  });

  it('print as a table', async () => {
    const small = compileBench(
      {},
      {
        answer: () =>
          answered(
            ['id', 'name'],
            [
              [1n, 'Ada'],
              [20n, null],
            ],
          ),
      },
    );
    await small.render("{% do run_query('q').print_table() %}");
    expect(small.said).toEqual(['| id | name |\n| -- | ---- |\n|  1 | Ada  |\n| 20 |      |']);
  });
});

describe('statement and load_result', () => {
  const bench = compileBench({}, { answer: () => answered(['a', 'b'], [[1n, 2n]]) });

  it('keep rows, table and response by name', async () => {
    const text =
      "{% call statement('x', fetch_result=True) %}select 1{% endcall %}{% set r = load_result('x') %}" +
      "{{ r['data'] }} {{ r.response }} {{ r.response.code }} {{ r.response.rows_affected }} {{ r['table'].columns[1].values() }}";
    expect(await bench.render(text)).toBe('[(1, 2)] SELECT 1 SELECT 1 (2,)');
  });

  it('keep no rows that were not asked for', async () => {
    const text =
      "{% call statement('x') %}select 1{% endcall %}{% set r = load_result('x') %}{{ r.data }} {{ r.table.rows | length }}";
    expect(await bench.render(text)).toBe('[] 0');
  });

  it('give a result once, the main one again and again', async () => {
    const twice = (name: string) =>
      `{% call statement('${name}') %}q{% endcall %}{% set a = load_result('${name}') %}{{ load_result('${name}') is none }}`;
    await expect(bench.render(twice('x'))).rejects.toThrow("The 'statement' result named 'x' has already been loaded");
    expect(await bench.render(twice('main'))).toBe('False');
    expect(await bench.render("{{ load_result('nothing') }}")).toBe('None');
  });
});
