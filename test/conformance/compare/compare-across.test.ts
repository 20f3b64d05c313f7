/** Comparing two databases: against the definition on random rows, and where order and settings could differ. */
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Cell } from '../../../core/adapter/cell.js';
import type { Database, Session } from '../../../core/adapter/database.js';
import { compareAcross } from '../../../core/compare/compare-across.js';
import { compareInDatabase } from '../../../core/compare/compare-in-database.js';
import { querySource } from '../../../core/compare/row-source.js';
import { type AdapterUnderTest, createPostgresDatabase, forEachAdapter, forPostgres, readOutput } from '../support.js';
import { bruteForce, type Row } from './brute-force.js';

const names = ['id', 'part', 'amount'];
const types = ['numeric', 'text', 'double precision'];

const row = fc.tuple(
  fc.constantFrom<Cell>(null, 1n, 2n, 10n, -1n),
  fc.constantFrom<Cell>(null, '', 'a', 'B', 'ä', '\u{1f600}', '\uff41', 'a '),
  fc.constantFrom<Cell>(null, 0.1, -0, 0, 1e21),
);

function rowsQuery({ adapter }: AdapterUnderTest, rows: readonly Row[]): string {
  const isTyped = adapter.type === 'postgres';
  const spelled = (cells: Row) =>
    cells.map((cell, index) => {
      const literal = adapter.dialect.literal(cell);
      return `${isTyped ? `cast(${literal} as ${types[index]})` : literal} as ${names[index]}`;
    });
  const none = `select ${spelled([null, null, null]).join(', ')} where 1 = 0`;
  return [none, ...rows.map((cells) => `select ${spelled(cells).join(', ')}`)].join('\nunion all\n');
}

/** A second database of the kind, with sessions of both. */
function twoDatabases(under: AdapterUnderTest) {
  const state = {} as { other: Database; drop: () => Promise<void>; sessions: { before: Session; after: Session } };
  beforeAll(async () => {
    const made = under.adapter.type === 'postgres' ? await createPostgresDatabase() : null;
    state.drop = made?.drop ?? (async () => {});
    const output = made?.output ?? { ...under.output, path: join(under.folder, 'other.sqlite') };
    state.other = await under.adapter.open(readOutput(under.adapter, output, under.folder), {
      threads: 1,
      applicationName: 'tsdbt',
    });
    const open = (database: Database) => database.session({ purpose: 'write', label: 'test' });
    state.sessions = { before: await open(under.database), after: await open(state.other) };
  });
  afterAll(async () => {
    await state.sessions.before.release();
    await state.other.close();
    await state.drop();
  });
  return state;
}

forEachAdapter('rows compared across databases', (under) => {
  const state = twoDatabases(under);
  const compare = async (before: string, after: string, key: readonly string[] | null = null) =>
    compareAcross(
      {
        before: await querySource(under.adapter, state.sessions.before, before),
        after: await querySource(under.adapter, state.sessions.after, after),
        key,
        sampleLimit: 5,
      },
      { adapter: under.adapter, sessions: state.sessions },
    );

  it('counts as the definition does and as one database does', async () => {
    const sides = fc.tuple(
      fc.array(row, { maxLength: 9 }),
      fc.array(row, { maxLength: 9 }),
      fc.constantFrom([], [0], [0, 1], [1], [2]),
    );
    const columns = names.map((name, index) => ({
      name,
      type: under.adapter.type === 'postgres' ? types[index] : null,
    }));
    await fc.assert(
      fc.asyncProperty(sides, async ([before, after, key]) => {
        const request = {
          before: { query: rowsQuery(under, before), columns },
          after: { query: rowsQuery(under, after), columns },
          key: key.map((index) => names[index]),
          sampleLimit: 100,
        };
        const found = await compareAcross(request, { adapter: under.adapter, sessions: state.sessions });
        const expected = bruteForce(before, after, key);
        expect(found.rows).toEqual(expected.rows);
        const inside = await compareInDatabase(request, { adapter: under.adapter, session: state.sessions.after });
        expect({ ...found, samples: found.samples.length }).toEqual({ ...inside, samples: inside.samples.length });
      }),
      { numRuns: 40, seed: 20 },
    );
  });

  it('reads tables of more rows than a batch, and tells what differs at both ends', async () => {
    const { before, after } = state.sessions;
    const series = (from: number, to: number) =>
      `with recursive n (id) as (select ${from} union all select id + 1 from n where id < ${to}) select id, 'row ' || id as word from n`;
    await before.execute(`create table many as ${series(1, 5000)}`);
    await after.execute(`create table many as ${series(2, 5001)}`);
    await after.execute("update many set word = 'other' where id = 4000");
    const found = await compare('select * from many', 'select * from many', ['id']);
    expect(found.rows).toEqual({ before: 5000, after: 5000, added: 1, removed: 1, changed: 1, same: 4998 });
    expect(found.samples).toEqual([
      { kind: 'added', before: null, after: [5001n, 'row 5001'], times: 1 },
      { kind: 'changed', before: [4000n, 'row 4000'], after: [4000n, 'other'], changedColumns: ['word'], times: 1 },
      { kind: 'removed', before: [1n, 'row 1'], after: null, times: 1 },
    ]);
  });

  it('leaves both sessions usable, also when a query fails halfway', async () => {
    const broken =
      under.adapter.type === 'postgres'
        ? 'select 1 / (id - 1) as id from (select 1 as id) x'
        : 'select abs(-9223372036854775807 - id) as id from (select 1 as id) x';
    await expect(compare('select 1 as id', broken, ['id'])).rejects.toThrow();
    for (const session of [state.sessions.before, state.sessions.after]) {
      expect(session.inTransaction).toBe(false);
      expect((await session.execute('select 1')).rows).toEqual([[1n]]);
    }
  });

  it('compares a column of another type by what its values mean', async () => {
    const wider = under.adapter.type === 'postgres' ? "'7.10'::numeric(9,2)" : "cast('7.1' as real)";
    const text = under.adapter.type === 'postgres' ? "'7.1'::text" : "cast('7.1' as text)";
    const found = await compare(`select 1 as id, ${wider} as n`, `select 1 as id, ${text} as n`, ['id']);
    expect(found.columns.retyped.map(({ name }) => name)).toEqual(['n']);
    expect(found.rows).toMatchObject({ same: 1 });
  });
});

forPostgres('moments compared across databases', (under) => {
  const state = twoDatabases(under);
  it('does not mind the time zones and styles of the sessions, and leaves them as they were', async () => {
    const { before, after } = state.sessions;
    await before.execute("set timezone to 'Asia/Tokyo'");
    await after.execute("set timezone to 'America/New_York'; set intervalstyle to iso_8601");
    const query =
      "select timestamptz '2024-01-01 00:00+00' as moment, array[timestamptz '2024-01-01 00:00+00'] as list, interval '36 hours' as span, 'a'::char(3) as c";
    const source = (session: Session) => querySource(under.adapter, session, query);
    const found = await compareAcross(
      { before: await source(before), after: await source(after), key: ['moment'], sampleLimit: 5 },
      { adapter: under.adapter, sessions: state.sessions },
    );
    expect(found.rows).toMatchObject({ same: 1, changed: 0, added: 0 });
    expect((await before.execute('show timezone')).rows).toEqual([['Asia/Tokyo']]);
  });
});
