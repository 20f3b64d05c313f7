/** Values keep their precision between the database and the screen, in both directions. */
import { expect, it } from 'vitest';
import type { Cell } from '../../core/adapter/cell.js';
import { forEachAdapter, forPostgres, forSqlite } from './support.js';

const texts = [
  "it's",
  'a"b',
  'back\\slash',
  '\\N',
  '',
  ' ',
  'null',
  'tab\there',
  'new\nline',
  'cr\r\n',
  '日本 🎉',
  '$1',
  '%s',
];

forEachAdapter('values', (under) => {
  const roundTrip = async (cells: readonly Cell[]): Promise<readonly Cell[]> => {
    const literals = cells.map((cell, index) => `${under.adapter.dialect.literal(cell)} as c${index}`);
    const result = await under.withSession((session) => session.execute(`select ${literals.join(', ')}`));
    return result.rows[0]!;
  };

  it('reads literals back as the same values', async () => {
    const cells = [
      null,
      0n,
      -7n,
      9007199254740993n,
      2n ** 63n - 1n,
      -(2n ** 63n),
      1.5,
      -0.1,
      5,
      1e300,
      5e-324,
      Infinity,
    ];
    expect(await roundTrip(cells)).toEqual(cells);
    expect(await roundTrip(texts)).toEqual(texts);
    expect(await roundTrip([{ kind: 'bytes', text: '00ff27' }])).toEqual([{ kind: 'bytes', text: '00ff27' }]);
  });

  it('refuses a text that the database cannot hold', () => {
    expect(() => under.adapter.dialect.literal('a\0b')).toThrow(/NUL/);
    expect(() => under.adapter.dialect.quoteIdentifier('a\0b')).toThrow(/NUL/);
  });

  it('quotes any name', async () => {
    const names = ['a"b', 'select', 'with space', 'ünï 🎉', "it's", '$x', 'semi;colon', '--'];
    const { quoteIdentifier } = under.adapter.dialect;
    const list = names.map((name) => `1 as ${quoteIdentifier(name)}`).join(', ');
    const result = await under.withSession((session) => session.execute(`select ${list}`));
    expect(result.columns.map((column) => column.name)).toEqual(names);
  });

  it('loads nulls, empty texts, quotes, line ends and unicode unchanged', async () => {
    const relation = under.relation('loaded "odd" name');
    const name = under.name('loaded "odd" name');
    const rows = texts.map((text, index) => [BigInt(index), index % 2 === 0 ? text : null, text] as const);
    const batches = (async function* () {
      yield rows.slice(0, 4);
      yield [];
      yield rows.slice(4);
    })();
    await under.withSession(async (session) => {
      await session.execute(`create table ${name} (n integer, "some ""text" text, b text)`);
      await session.begin();
      const loaded = await session.load({ relation, columns: ['n', 'some "text', 'b'], batches });
      await session.commit();
      expect(loaded.rows).toBe(texts.length);
      expect((await session.execute(`select * from ${name} order by n`)).rows).toEqual(rows);
    });
  });

  it('casts loaded texts to the types of the columns', async () => {
    const relation = under.relation('cast');
    const number = under.adapter.dialect.seedType('number');
    const whole = under.adapter.dialect.seedType('integer');
    await under.withSession(async (session) => {
      await session.execute(`create table ${under.name('cast')} (a ${whole}, b ${number}, c ${whole})`);
      const cells: Cell[] = ['12', '1.25', { kind: 'decimal', text: '3' }];
      const batches = (async function* () {
        yield [cells, [7n, 2.5, null]];
      })();
      await session.load({ relation, columns: ['a', 'b', 'c'], batches });
      expect((await session.execute(`select a, b, c from ${under.name('cast')} order by a`)).rows).toEqual([
        [7n, 2.5, null],
        [12n, 1.25, 3n],
      ]);
    });
  });

  it('loads many rows of many columns', async () => {
    const relation = under.relation('many');
    const columns = Array.from({ length: 400 }, (_, index) => `c${index}`);
    const batches = (async function* () {
      for (let batch = 0; batch < 5; batch++) {
        yield Array.from({ length: 101 }, (_, row) => columns.map((column) => `${column} ${batch * 101 + row}`));
      }
    })();
    await under.withSession(async (session) => {
      await session.execute(`create table ${under.name('many')} (${columns.map((name) => `${name} text`).join(', ')})`);
      expect(await session.load({ relation, columns, batches })).toEqual({ rows: 505 });
      const { rows } = await session.execute(`select count(*), max(c399) from ${under.name('many')}`);
      expect(rows).toEqual([[505n, 'c399 99']]);
    });
  });

  it('loads a hundred thousand rows', async () => {
    const relation = under.relation('large');
    const batches = (async function* () {
      for (let batch = 0; batch < 100; batch++) {
        yield Array.from({ length: 1000 }, (_, row) => [BigInt(batch * 1000 + row), `row ${row}`]);
      }
    })();
    await under.withSession(async (session) => {
      await session.execute(`create table ${under.name('large')} (a integer, b text)`);
      await session.load({ relation, columns: ['a', 'b'], batches });
      const { rows } = await session.execute(`select count(*), sum(a), max(b) from ${under.name('large')}`);
      expect(rows).toEqual([[100_000n, 4_999_950_000n, 'row 999']]);
    });
  });

  it('keeps nothing of a load whose source fails', async () => {
    const relation = under.relation('broken_load');
    const problem = new Error('line 3 is short');
    const batches = (async function* () {
      yield [['1'], ['2']];
      throw problem;
    })();
    await under.withSession(async (session) => {
      await session.execute(`create table ${under.name('broken_load')} (a text)`);
      await expect(session.load({ relation, columns: ['a'], batches })).rejects.toBe(problem);
      expect((await session.execute(`select count(*) from ${under.name('broken_load')}`)).rows).toEqual([[0n]]);
    });
  });
});

forPostgres('values', (under) => {
  const one = async (expression: string): Promise<Cell> =>
    (await under.withSession((session) => session.execute(`select ${expression}`))).rows[0]![0]!;

  it.each([
    ['12345678901234567890.1234567890::numeric', { kind: 'decimal', text: '12345678901234567890.1234567890' }],
    ["'NaN'::numeric", { kind: 'decimal', text: 'NaN' }],
    ["date '0044-03-15 BC'", { kind: 'date', text: '0044-03-15 BC' }],
    ["timestamp '2026-11-21 10:00:00.123456'", { kind: 'timestamp', text: '2026-11-21 10:00:00.123456' }],
    ["timestamp 'infinity'", { kind: 'timestamp', text: 'infinity' }],
    [
      "timestamptz '2026-11-21 10:00:00.000001+00' at time zone 'UTC'",
      { kind: 'timestamp', text: '2026-11-21 10:00:00.000001' },
    ],
    ["time '10:00:00.5'", { kind: 'time', text: '10:00:00.5' }],
    ["interval '1 day 2 hours 0.000001 seconds'", { kind: 'interval', text: '1 day 02:00:00.000001' }],
    ['true', true],
    ['9223372036854775807::bigint', 9223372036854775807n],
    ['1::smallint', 1n],
    ['0.1::real', 0.1],
    ["'-Infinity'::float8", -Infinity],
    ["'\\x00ff'::bytea", { kind: 'bytes', text: '00ff' }],
    [`'{"a": 1}'::jsonb`, { kind: 'other', text: '{"a": 1}' }],
    ['array[1,2]', { kind: 'other', text: '{1,2}' }],
    ["'a'::char(3)", 'a  '],
    ["'x'::name", 'x'],
  ] as [string, Cell][])('reads %s exactly', async (expression, expected) => {
    expect(await one(expression)).toEqual(expected);
  });

  it('reads temporal and decimal literals back with their type', async () => {
    const cells: Cell[] = [
      { kind: 'decimal', text: '0.10' },
      { kind: 'date', text: '2026-11-21' },
      { kind: 'timestamp', text: '2026-11-21 10:00:00.000001' },
      { kind: 'interval', text: '1 day' },
    ];
    for (const cell of cells) expect(await one(under.adapter.dialect.literal(cell))).toEqual(cell);
    expect(await one(under.adapter.dialect.literal(Number.NaN))).toBeNaN();
  });

  it('names the types of columns, built in or not', async () => {
    const result = await under.withSession(async (session) => {
      await session.execute("create type mood as enum ('ok'); create domain short as varchar(3)");
      return session.execute("select 1, 1.5, 'x'::varchar(5), now(), 'ok'::mood, 'a'::short, array['a'], null");
    });
    expect(result.columns.map((column) => column.type)).toEqual([
      'integer',
      'numeric',
      'character varying',
      'timestamp with time zone',
      'mood',
      'character varying',
      'text[]',
      'text',
    ]);
  });
});

forSqlite('values', (under) => {
  it('keeps decimals that a double cannot hold as text, and writes the others as numbers', () => {
    const { literal } = under.adapter.dialect;
    expect(literal({ kind: 'decimal', text: '0.10' })).toBe('0.10');
    expect(literal({ kind: 'decimal', text: '1234567890.1234567890' })).toBe("'1234567890.1234567890'");
    expect(literal({ kind: 'timestamp', text: '2026-11-21 10:00:00' })).toBe("'2026-11-21 10:00:00'");
    expect(literal(2n ** 64n)).toBe("'18446744073709551616'");
    expect(literal(true)).toBe('1');
  });

  it('names the declared types of columns', async () => {
    const result = await under.withSession((session) =>
      session.execute('create table typed (a decimal(10,2), b); select a, b, a + 1 from typed'),
    );
    expect(result.columns.map((column) => column.type)).toEqual(['decimal(10,2)', null, null]);
  });
});
