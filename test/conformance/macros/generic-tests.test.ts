import { beforeAll, expect, it } from 'vitest';
import type { Cell } from '../../../core/adapter/cell.js';
import { compileBench } from '../../support/compile.js';
import { type AdapterUnderTest, forEachAdapter } from '../support.js';

function textOf(cell: Cell): string | null {
  if (cell === null) return null;
  return typeof cell === 'object' ? cell.text : String(cell);
}

/** Rows of a macro's SQL, each as its cells by column name. */
async function rowsOf(under: AdapterUnderTest, call: string): Promise<Record<string, string | null>[]> {
  return under.withSession(async (session) => {
    const adapter = under.adapter.type === 'sqlite' ? 'sqlite' : 'postgres';
    const bench = compileBench({ 'models/m.sql': 'select 1 as a' }, { adapter, session: async () => session });
    const sql = await bench.render(`{{ ${call} }}`, bench.node('m'));
    const { columns, rows } = await session.execute(sql);
    return rows.map((row) => Object.fromEntries(row.map((cell, index) => [columns[index].name, textOf(cell)])));
  });
}

forEachAdapter('generic tests', (under) => {
  const failing = async (call: string) => (await rowsOf(under, call)).length;

  beforeAll(() =>
    under.withSession(async (session) => {
      await session.execute('create table leads (id integer, email varchar(40), vendor varchar(10), score integer)');
      const rows = [
        "(1, 'a@x', 'a', 5)",
        "(2, '', 'a', 5)",
        "(3, null, 'a', null)",
        "(4, 'd@x', 'b', 7)",
        "(5, 'e@x', 'b', 7)",
        "(6, ' \t', 'c', 1)",
        "(6, 'it''s', 'c', 1)",
      ];
      await session.execute(`insert into leads values ${rows.join(', ')}`);
      await session.execute('create table uploads (id integer, vendor varchar(10))');
      await session.execute("insert into uploads values (1, 'a'), (2, 'a'), (4, 'b'), (5, 'b'), (6, 'c'), (null, 'd')");
      await session.execute('create table nobody (id integer, email varchar(40), vendor varchar(10))');
    }),
  );

  it('not_null gives the rows without a value', async () => {
    expect(await failing("test_not_null('leads', 'email')")).toBe(1);
    expect(await failing("test_not_null('leads', 'id')")).toBe(0);
  });

  it('unique gives each value that occurs again, nulls left out', async () => {
    expect(await rowsOf(under, "test_unique('leads', 'id')")).toEqual([{ unique_field: '6', n_records: '2' }]);
    expect(await failing("test_unique('nobody', 'id')")).toBe(0);
  });

  it('accepted_values quotes values safely', async () => {
    const all = "['a@x', '', 'd@x', 'e@x', ' \t', \"it's\"]";
    expect(await failing(`test_accepted_values('leads', 'email', ${all})`)).toBe(0);
    expect(await failing("test_accepted_values('leads', 'vendor', ['a', 'b'])")).toBe(1);
    expect(await failing("test_accepted_values('leads', 'score', [5, 7, 1], quote=false)")).toBe(0);
    const hostile = '["\'); drop table leads; --"]';
    expect(await failing(`test_accepted_values('leads', 'vendor', ${hostile})`)).toBe(3);
    expect(await failing("test_not_null('leads', 'id')")).toBe(0);
  });

  it('relationships gives the values that have no parent', async () => {
    expect(await rowsOf(under, "test_relationships('leads', 'id', 'uploads', 'id')")).toEqual([{ from_field: '3' }]);
  });

  it('completeness of a column gives the incomplete rows with the share, when it is below', async () => {
    const rows = await rowsOf(under, "test_completeness('leads', column_name='email')");
    expect(rows.map(({ id }) => id).sort()).toEqual(['2', '3', '6']);
    expect(rows[0]).toMatchObject({ completeness_complete: '4', completeness_total: '7' });
    expect(Number(rows[0].completeness_share)).toBeCloseTo(4 / 7, 5);
  });

  it('completeness of a column passes at and above the threshold', async () => {
    expect(await failing("test_completeness('leads', column_name='email', threshold=0.57)")).toBe(0);
    expect(await failing("test_completeness('leads', column_name='email', threshold=0.58)")).toBe(3);
    expect(await failing("test_completeness('leads', column_name='email', threshold=0)")).toBe(0);
    expect(await failing("test_completeness('leads', column_name='id')")).toBe(0);
    expect(await failing("test_completeness('nobody', column_name='email')")).toBe(0);
  });

  it('completeness counts whole rows, whatever binary fractions say of the threshold', async () => {
    const exactly = (threshold: string, rows: number, complete: number) => {
      const numbers = Array.from({ length: rows }, (_, n) => `select ${n < complete ? 1 : 'null'} as v`).join(
        ' union all ',
      );
      return failing(`test_completeness('(${numbers}) t', column_name='v', threshold=${threshold})`);
    };
    expect(await exactly('0.1', 30, 3)).toBe(0);
    expect(await exactly('0.1', 30, 2)).toBe(28);
    expect(await exactly('0.7', 10, 7)).toBe(0);
    expect(await exactly('0.29', 100, 29)).toBe(0);
    expect(await exactly("'0.29'", 100, 28)).toBe(72);
  });

  it('completeness per group looks at each group alone', async () => {
    const rows = await rowsOf(
      under,
      "test_completeness('leads', column_name='email', threshold=0.5, group_by='vendor')",
    );
    expect(rows.map(({ id }) => id).sort()).toEqual(['2', '3']);
    const two = "test_completeness('leads', column_name='email', threshold=1.0, group_by=['vendor', 'score'])";
    expect((await rowsOf(under, two)).map(({ id }) => id).sort()).toEqual(['2', '3', '6']);
  });

  it('completeness of a column summarizes what it found, passing or not', async () => {
    const whole = await rowsOf(under, "test_completeness_summary('leads', column_name='email')");
    expect(whole).toMatchObject([{ completeness_complete: '4', completeness_total: '7' }]);
    const groups = await rowsOf(under, "test_completeness_summary('leads', column_name='email', group_by='vendor')");
    expect(
      groups.map(({ vendor, completeness_complete, completeness_total }) => [
        vendor,
        completeness_complete,
        completeness_total,
      ]),
    ).toEqual([
      ['a', '1', '3'],
      ['c', '1', '2'],
      ['b', '2', '2'],
    ]);
    const none = await rowsOf(under, "test_completeness_summary('nobody', column_name='email')");
    expect(none).toMatchObject([{ completeness_share: null, completeness_total: '0' }]);
  });

  it('completeness of a model gives the keys that got lost', async () => {
    expect(await failing("test_completeness('leads', compare_to='uploads', key='id')")).toBe(0);
    const lost = await rowsOf(under, "test_completeness('uploads', compare_to='leads', key='id')");
    expect(lost).toMatchObject([{ id: '3', completeness_complete: '5', completeness_total: '6' }]);
    expect(await failing("test_completeness('uploads', compare_to='leads', key='id', threshold=0.83)")).toBe(0);
    expect(await failing("test_completeness('uploads', compare_to='leads', key='id', threshold=0.84)")).toBe(1);
    expect(await failing("test_completeness('uploads', compare_to='leads', key='id', where='id <> 3')")).toBe(0);
    expect(await failing("test_completeness('nobody', compare_to='leads', key=['id', 'vendor'], where='1 = 0')")).toBe(
      0,
    );
    expect(await failing("test_completeness('uploads', compare_to='leads', key=['id', 'vendor'])")).toBe(1);
  });

  it('completeness refuses a threshold that is no share, and a key that is missing', async () => {
    await expect(failing("test_completeness('leads', column_name='id', threshold=1.5)")).rejects.toThrow(
      'between 0 and 1',
    );
    await expect(failing("test_completeness('leads', column_name='id', threshold='much')")).rejects.toThrow(
      'between 0 and 1',
    );
    await expect(failing("test_completeness('leads', compare_to='uploads')")).rejects.toThrow('needs a key');
    await expect(failing("test_completeness('leads')")).rejects.toThrow('needs a column');
  });

  it('get_test_sql counts and compares', async () => {
    const sql = (limit: string) =>
      `get_test_sql('select 1 as a union all select 2', 'count(*)', '> 1', '!= 0', ${limit})`;
    const [row] = await rowsOf(under, sql('none'));
    expect(row.failures).toBe('2');
    expect(['1', 'true']).toContain(row.should_warn);
    expect(['1', 'true']).toContain(row.should_error);
    expect((await rowsOf(under, sql('1')))[0].failures).toBe('1');
  });
});
