/** Comparing inside one database: against the definition on random rows, and case by case where values are strange. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../core/adapter/cell.js';
import { compareInDatabase } from '../../../core/compare/compare-in-database.js';
import type { Comparison } from '../../../core/compare/comparison.js';
import { querySource } from '../../../core/compare/row-source.js';
import { type AdapterUnderTest, forEachAdapter, forPostgres, forSqlite } from '../support.js';
import { bruteForce, type Row } from './brute-force.js';

const names = ['id', 'part', 'word', 'amount'];
const types = ['bigint', 'text', 'text', 'double precision'];

const row = fc.tuple(
  fc.constantFrom<Cell>(null, 1n, 2n, 3n),
  fc.constantFrom<Cell>(null, 'a', 'A'),
  fc.constantFrom<Cell>(null, '', 'a', 'ä', ' '),
  fc.constantFrom<Cell>(null, 0.1, 0.1 + 0.2, 0.3, -0, 0, 1),
);

interface Asked {
  readonly before: string;
  readonly after: string;
  readonly key?: readonly string[] | null;
  readonly limit?: number;
}

function compare(under: AdapterUnderTest, { before, after, key = null, limit = 5 }: Asked): Promise<Comparison> {
  return under.withSession(async (session) =>
    compareInDatabase(
      {
        before: await querySource(under.adapter, session, before),
        after: await querySource(under.adapter, session, after),
        key,
        sampleLimit: limit,
      },
      { adapter: under.adapter, session },
    ),
  );
}

/** Rows as a query, which also answers its columns when there are none. */
function rowsQuery({ adapter }: AdapterUnderTest, rows: readonly Row[]): string {
  const isTyped = adapter.type === 'postgres';
  const spelled = (cells: Row) =>
    cells.map((cell, index) => {
      const literal = adapter.dialect.literal(cell);
      return `${isTyped ? `cast(${literal} as ${types[index]})` : literal} as ${names[index]}`;
    });
  const none = `select ${spelled([null, null, null, null]).join(', ')} where 1 = 0`;
  return [none, ...rows.map((cells) => `select ${spelled(cells).join(', ')}`)].join('\nunion all\n');
}

forEachAdapter('rows compared inside the database', (under) => {
  it('counts as the definition does, with nulls, repeated rows and repeated keys, with and without a key', async () => {
    const sides = fc.tuple(
      fc.array(row, { maxLength: 9 }),
      fc.array(row, { maxLength: 9 }),
      fc.constantFrom([], [0], [0, 1], [1], [0, 1, 2, 3]),
    );
    await under.withSession(async (session) => {
      const columns = names.map((name, index) => ({
        name,
        type: under.adapter.type === 'postgres' ? types[index] : null,
      }));
      await fc.assert(
        fc.asyncProperty(sides, async ([before, after, key]) => {
          const found = await compareInDatabase(
            {
              before: { query: rowsQuery(under, before), columns },
              after: { query: rowsQuery(under, after), columns },
              key: key.map((index) => names[index]),
              sampleLimit: 100,
            },
            { adapter: under.adapter, session },
          );
          const expected = bruteForce(before, after, key);
          expect(found.rows).toEqual(expected.rows);
          expect(found.perColumn).toEqual(
            expected.mismatches.flatMap((mismatches, index) =>
              mismatches === 0 ? [] : [{ name: names[index], mismatches }],
            ),
          );
          if (key.length === 0) expect(found.key).toBeNull();
          else expect(found.key).toMatchObject({ nulls: expected.nulls, repeated: expected.repeated });
          const times = (kind: string) =>
            found.samples.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.times, 0);
          expect(times('added')).toBe(expected.rows.added);
          expect(times('removed')).toBe(expected.rows.removed);
          expect(times('changed')).toBe(expected.rows.changed);
        }),
        { numRuns: 60, seed: 20 },
      );
    });
  });

  it('answers the rows that differ, with what each column was and is', async () => {
    const found = await compare(under, {
      before: "select 1 as id, 'a' as word union all select 2, 'b' union all select 3, 'c'",
      after: "select 'z' as word, 2 as id union all select 'c', 3 union all select 'd', 4",
      key: ['id'],
    });
    expect(found.columns.common.map(({ name }) => name)).toEqual(['word', 'id']);
    expect(found.samples).toEqual([
      { kind: 'added', before: null, after: ['d', 4n], times: 1 },
      { kind: 'changed', before: ['b', 2n], after: ['z', 2n], changedColumns: ['word'], times: 1 },
      { kind: 'removed', before: ['a', 1n], after: null, times: 1 },
    ]);
    expect(found.perColumn).toEqual([{ name: 'word', mismatches: 1 }]);
  });

  it('answers no more samples of a kind than were asked for, the first in the order of the key', async () => {
    const numbers = 'select 9 as id union all select 3 union all select 12 union all select 1';
    const found = await compare(under, {
      before: `${numbers}`,
      after: 'select 0 as id where 1 = 0',
      key: ['id'],
      limit: 2,
    });
    expect(found.samples.map(({ before }) => before)).toEqual([[1n], [3n]]);
    expect(found.rows).toMatchObject({ removed: 4, added: 0 });
  });

  it('reads a source once, so that one whose rows are new each time is seen at one moment', async () => {
    const random = 'select random() as value, 1 as id';
    const found = await compare(under, { before: 'select 1 as id, 0.5 as value', after: random, key: ['id'] });
    expect(found.rows).toMatchObject({ changed: 1, same: 0 });
    expect(found.perColumn).toEqual([{ name: 'value', mismatches: 1 }]);
  });

  it('compares the columns that both have and tells of the others', async () => {
    const found = await compare(under, {
      before: 'select 1 as id, 2 as old, 3 as kept',
      after: 'select 1 as id, 3 as kept, 4 as fresh',
      key: ['id'],
    });
    expect(found.columns.added.map(({ name }) => name)).toEqual(['fresh']);
    expect(found.columns.removed.map(({ name }) => name)).toEqual(['old']);
    expect(found.rows).toEqual({ before: 1, after: 1, same: 1, added: 0, removed: 0, changed: 0 });
  });

  it('counts rows of sources that share no column as removed and added', async () => {
    const found = await compare(under, { before: 'select 1 as a union all select 2', after: 'select 1 as b' });
    expect(found.rows).toEqual({ before: 2, after: 1, same: 0, added: 1, removed: 2, changed: 0 });
  });

  it('refuses a key that is not on both sides, naming what is near', async () => {
    const asked = compare(under, { before: 'select 1 as order_id', after: 'select 1 as order_id', key: ['orders_id'] });
    await expect(asked).rejects.toMatchObject({
      diagnostics: [{ code: 'TSDBT_COMPARISON_IMPOSSIBLE', hint: expect.stringContaining('order_id') }],
    });
  });

  it('keeps values exact in samples', async () => {
    const great = '9007199254740993';
    const found = await compare(under, { before: `select ${great} as n`, after: `select ${great} + 1 as n` });
    expect(found.samples.map(({ before, after }) => before ?? after)).toEqual([
      [9007199254740994n],
      [9007199254740993n],
    ]);
  });
});

describe('values of Postgres', () => {
  forPostgres('comparing', (under) => {
    it('holds numbers, moments and documents apart by value alone', async () => {
      const values = (shift: string) => `select 1 as id, ${shift}`;
      const found = await compare(under, {
        before: values(
          `1.0::numeric as n, 'NaN'::float8 as nan, '-0'::float8 as zero, '{"a": 1}'::json as doc, '\\x00ff'::bytea as bytes, true as flag, array[1, null] as list, '(1,2)'::point as place, timestamptz '2024-01-01 12:00+02' as moment, interval '24 hours' as span, '{"a":1,"b":2}'::jsonb as docb, null::uuid as u, 'a'::char(3) as c`,
        ),
        after: values(
          `1.00::numeric as n, 'NaN'::float8 as nan, '0'::float8 as zero, '{"a": 2}'::json as doc, '\\x00ff'::bytea as bytes, true as flag, array[1, null] as list, '(1,2)'::point as place, timestamptz '2024-01-01 10:00+00' as moment, interval '1 day' as span, '{"b":2,"a":1}'::jsonb as docb, null::uuid as u, 'a'::char(5) as c`,
        ),
        key: ['id'],
      });
      expect(found.perColumn).toEqual([
        { name: 'doc', mismatches: 1 },
        { name: 'span', mismatches: 1 },
      ]);
    });

    it('compares texts byte by byte even where the collation takes capitals for the same', async () => {
      await under.withSession((session) =>
        session.execute(
          "create collation if not exists no_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
        ),
      );
      const found = await compare(under, {
        before: "select 'a' collate no_case as word",
        after: "select 'A' collate no_case as word",
      });
      expect(found.rows).toMatchObject({ same: 0, added: 1, removed: 1 });
    });

    it('compares a column of another type by what its values mean', async () => {
      const found = await compare(under, {
        before: "select 1 as id, 1::int as n, 0.1::float8 as f, date '2024-02-29' as day, 7 as word",
        after:
          "select 1 as id, 1.00::numeric(5,2) as n, 0.10::numeric as f, timestamp '2024-02-29' as day, '7'::text as word",
        key: ['id'],
      });
      expect(found.columns.retyped.map(({ name }) => name)).toEqual(['n', 'f', 'day', 'word']);
      expect(found.rows).toMatchObject({ same: 1, changed: 0 });
    });

    it('tells types apart by their length and precision', async () => {
      const found = await compare(under, {
        before: 'select 1.5::numeric(10,2) as n, now()::timestamp(3) as t, null::varchar(5) as v',
        after: 'select 1.5::numeric(12,4) as n, now()::timestamp(3) as t, null::varchar(9) as v',
      });
      expect(found.columns.retyped).toEqual([
        { name: 'n', before: 'numeric(10,2)', after: 'numeric(12,4)' },
        { name: 'v', before: 'character varying(5)', after: 'character varying(9)' },
      ]);
    });
  });
});

describe('values of SQLite', () => {
  forSqlite('comparing', (under) => {
    it('takes each value for what it is: an integer is a whole real, a number is no text, bytes are no text', async () => {
      const found = await compare(under, {
        before: "select 1 as id, 1 as a, 1 as b, 'x' as c, 4611686018427387904 as d, 0.1 as e",
        after: "select 1 as id, 1.0 as a, '1' as b, x'78' as c, 4611686018427387904.0 as d, 0.1 as e",
        key: ['id'],
      });
      expect(found.perColumn.map(({ name }) => name)).toEqual(['b', 'c']);
    });

    it('minds capitals in a column that does not, and matches its name in any capitals', async () => {
      await under.withSession(async (session) => {
        await session.execute('create table loose (Word text collate nocase, id integer)');
        await session.execute("insert into loose values ('a', 1), ('A', 1)");
      });
      const found = await compare(under, {
        before: 'select * from loose',
        after: "select word, id from loose union all select 'B', 2",
        key: ['WORD'],
      });
      expect(found.columns).toMatchObject({ added: [], removed: [] });
      expect(found.rows).toMatchObject({ before: 2, after: 3, same: 2, added: 1 });
      expect(found.key).toMatchObject({ columns: ['word'], repeated: { before: 0, after: 0 } });
    });
  });
});
