/** Unique keys of incremental models: nulls, repetitions, names, indexes, and a change that is whole or not at all. */
import { expect, it } from 'vitest';
import type { JsonObject } from '../../core/resources/json.js';
import { type AdapterUnderTest, forEachAdapter } from '../conformance/support.js';
import { errorOf, type IncrementalModel, runIncremental } from '../support/execute/incremental-run.js';
import { rowsOf } from '../support/execute/project-run.js';
import type { Message } from '../support/faults/watched-adapter.js';

const strategies = ['merge', 'delete+insert'];
/** Statements of Postgres before 15, on the server of the tests. */
const withoutMerge = '{% macro postgres_has_merge() %}{{ return(false) }}{% endmacro %}';

type Row = readonly (number | null)[];

/** A query of integer columns that answers the rows. */
function query(names: readonly string[], ...rows: readonly Row[]): string {
  const cell = (value: number | null, name: string) => `cast(${value} as integer) as ${name}`;
  return rows
    .map((row) => `select ${row.map((value, index) => cell(value, names[index])).join(', ')}`)
    .join(' union all ');
}

const texts = (...rows: readonly Row[]) => rows.map((row) => row.map(String));

forEachAdapter('the keys of incremental models', (under) => {
  const run = (name: string, sql: string, config: JsonObject, macros?: string) =>
    runIncremental(under, name, { sql, config: { unique_key: 'id', ...config }, macros });
  const sorted = (name: string, columns: string) =>
    rowsOf(
      under,
      `select * from ${under.name(name)} order by ${columns
        .split(', ')
        .map((c) => `coalesce(${c}, -1)`)
        .join(', ')}`,
    );
  const execute = (sql: string) => under.withSession((session) => session.execute(sql));

  it.each(strategies)('%s: rows with a null key do not pile up', async (incremental_strategy) => {
    const names = ['id', 'v'];
    const config = { incremental_strategy };
    await run('nulls', query(names, [null, 1], [1, 1]), config);
    for (const v of [2, 3]) {
      expect(await run('nulls', query(names, [null, v], [2, v]), config)).toMatchObject({ status: 'success' });
      expect(await sorted('nulls', 'id')).toEqual(texts([null, v], [1, 1], [2, v]));
    }
    await execute(`drop table ${under.name('nulls')}`);
  });

  it.each(strategies)('%s: keys of two columns match where one is null, or both', async (incremental_strategy) => {
    const names = ['a', 'b', 'v'];
    const config = { incremental_strategy, unique_key: ['a', 'b'] };
    const old = [
      [null, null, 1],
      [null, 1, 1],
      [null, 2, 1],
      [1, null, 1],
      [1, 1, 1],
      [2, 1, 1],
    ] as const;
    await run('null_pairs', query(names, ...old), config);
    const batch = [
      [null, null, 2],
      [null, 1, 2],
      [1, null, 2],
      [1, 1, 2],
      [3, null, 2],
    ] as const;
    for (const macros of ['', withoutMerge]) {
      const result = await run('null_pairs', query(names, ...batch), config, macros);
      expect(result.status).toBe('success');
      if (incremental_strategy === 'merge') expect(result.message).toBe('MERGE 5');
      expect(await sorted('null_pairs', 'a, b')).toEqual(
        texts([null, null, 2], [null, 1, 2], [null, 2, 1], [1, null, 2], [1, 1, 2], [2, 1, 1], [3, null, 2]),
      );
    }
    await execute(`drop table ${under.name('null_pairs')}`);
  });

  it('merge: a row with a null key keeps the columns that the config leaves out, and the predicates hold', async () => {
    const names = ['id', 'v', 'kept'];
    const config = { incremental_strategy: 'merge', merge_exclude_columns: ['kept'] };
    await run('null_kept', query(names, [null, 1, 1], [1, 1, 1]), config);
    await run('null_kept', query(names, [null, 2, 2]), config);
    expect(await sorted('null_kept', 'id, v')).toEqual(texts([null, 2, 1], [1, 1, 1]));
    const bounded = { ...config, incremental_predicates: ['DBT_INTERNAL_DEST.v > 100'] };
    await run('null_kept', query(names, [null, 3, 3]), bounded);
    expect(await sorted('null_kept', 'id, v')).toEqual(texts([null, 2, 1], [null, 3, 3], [1, 1, 1]));
  });

  it('merge: a key that comes twice in the batch is named before anything changes', async () => {
    const names = ['id', 'v'];
    const config = { incremental_strategy: 'merge' };
    await run('repeated', query(names, [1, 1]), config);
    const once = await run('repeated', query(names, [1, 2], [7, 2], [7, 3]), config);
    expect(errorOf(once)).toMatch(
      /TSDBT_KEY_REPEATED: .*a key comes more than once in the batch of the merge: id = 7 in 2 rows\. Nothing was changed/,
    );
    const rows = [5, 5, 5, 4, 4, 3, 3, 2, 2, null, null].map((id) => [id, 9]);
    // dbt: 'MERGE command cannot affect row a second time' for keys of the table; new keys go in as often as they come.
    expect(errorOf(await run('repeated', query(names, ...rows), config))).toMatch(
      /5 keys come more than once .*; and 2 more\./,
    );
    expect(errorOf(await run('repeated', query(names, [null, 1], [null, 2]), config))).toContain('id = null in 2 rows');
    const sent = (await run('repeated', query(names, [1, 2], [1, 3]), config)).sql.join('\n');
    expect(sent).not.toMatch(/insert into|update |merge into|delete from/i);
    expect(await sorted('repeated', 'id')).toEqual(texts([1, 1]));
    await execute(`drop table ${under.name('repeated')}`);
    await run('repeated', `select 'a' as id, 'it''s' as part, 1 as v`, { ...config, unique_key: ['id', 'part'] });
    const pair = `select 'b' as id, 'it''s' as part, 1 as v`;
    const repeated = await run('repeated', `${pair} union all ${pair}`, { ...config, unique_key: ['id', 'part'] });
    expect(errorOf(repeated)).toContain("id = 'b', part = 'it's' in 2 rows");
  });

  it('delete+insert: a key that comes twice replaces the rows of that key by all that come', async () => {
    const names = ['id', 'v'];
    await run('parts', query(names, [1, 1], [1, 2], [2, 1]), {});
    await run('parts', query(names, [1, 3], [1, 4], [1, 5]), {});
    expect(await sorted('parts', 'id, v')).toEqual(texts([1, 3], [1, 4], [1, 5], [2, 1]));
  });

  it.each(strategies)(
    '%s: a key that the batch or the table lacks is named before anything changes',
    async (incremental_strategy) => {
      const config = { incremental_strategy };
      await run('lacks', query(['id', 'other'], [1, 1]), config);
      const misspelt = await run('lacks', query(['id', 'other'], [1, 2]), { ...config, unique_key: ['id', 'othr'] });
      expect(errorOf(misspelt)).toMatch(
        /KEY_MISSING: .*unique_key names othr, and the batch has no such column.*Did you mean 'other'/,
      );
      const newKey = { ...config, unique_key: 'fresh', on_schema_change: 'append_new_columns' };
      expect(errorOf(await run('lacks', query(['id', 'other', 'fresh'], [1, 2, 3]), newKey))).toMatch(
        /unique_key names fresh, and .*lacks.* has no such column/,
      );
      expect(await sorted('lacks', 'id')).toEqual(texts([1, 1]));
      await execute(`drop table ${under.name('lacks')}`);
    },
  );

  it.each(strategies)(
    '%s: keys may be quoted, reserved words, or names of any characters',
    async (incremental_strategy) => {
      const keys = ['"Order Id"', 'Order Id', 'order', '"a""b"', 'ключ', "it's"];
      for (const key of keys) {
        const column = key.startsWith('"') ? key : `"${key}"`;
        const config = { incremental_strategy, unique_key: [key] };
        await run('odd', query([column, 'v'], [1, 1], [2, 1], [null, 1]), config);
        expect(errorOf(await run('odd', query([column, 'v'], [2, 2], [3, 2], [null, 2]), config))).toMatch(/^success/);
        expect(await sorted('odd', column)).toEqual(texts([null, 2], [1, 1], [2, 2], [3, 2]));
        await execute(`drop table ${under.name('odd')}`);
      }
    },
  );

  it.each(strategies)('%s: the case of a key is read as the database reads it', async (incremental_strategy) => {
    const config = { incremental_strategy, unique_key: 'ID' };
    await run('cased', query(['id', 'v'], [1, 1], [2, 1]), config);
    await run('cased', query(['Id', 'v'], [2, 2], [3, 2]), config);
    expect(await sorted('cased', 'id')).toEqual(texts([1, 1], [2, 2], [3, 2]));
    const quoted = await run('cased', query(['"Id"', 'v'], [2, 3]), { ...config, unique_key: 'id' });
    // Postgres has two columns there: id in the table, and "Id" in the batch.
    const isOne = under.adapter.type === 'sqlite';
    expect(errorOf(quoted)).toMatch(
      isOne ? /^success/ : /names id, and the batch has no such column.*Did you mean 'Id'/,
    );
    await execute(`drop table ${under.name('cased')}`);
  });

  it('delete+insert: a key may be an expression', async () => {
    const config = { unique_key: 'abs(id)' };
    await run('expressed', query(['id', 'v'], [1, 1], [2, 1], [null, 1]), config);
    await run('expressed', query(['id', 'v'], [-2, 2], [null, 2]), config);
    expect(await sorted('expressed', 'abs(id)')).toEqual(texts([null, 2], [1, 1], [-2, 2]));
  });

  it.each(strategies)('%s: whatever statement fails, the table is as it was', async (incremental_strategy) => {
    const names = ['id', 'v'];
    const config = { incremental_strategy, unique_key: 'id', on_schema_change: 'sync_all_columns' };
    const old = texts([null, 1], [1, 1], [2, 1]);
    await run('whole', query(names, [null, 1], [1, 1], [2, 1]), config);
    const sql = `select id, v, 'n' as added from (${query(names, [null, 2], [2, 2], [3, 2])}) b`;
    let failures = 0;
    for (let isDone = false; !isDone; failures++) {
      let count = 0;
      const before = ({ kind, label }: Message) => {
        const counts = label === 'model.shop.whole' && (kind === 'statement' || kind === 'commit');
        if (counts && ++count > failures) throw new Error('the fault of the test');
      };
      const result = await runIncremental(under, 'whole', { sql, config, watch: { before } });
      isDone = count <= failures;
      expect(result.status).toBe(isDone ? 'success' : 'error');
      if (!isDone) expect(await sorted('whole', 'id')).toEqual(old);
    }
    expect(failures).toBeGreaterThan(5);
    expect(await sorted('whole', 'id')).toEqual([
      ['null', '2', 'n'],
      ['1', '1', 'null'],
      ['2', '2', 'n'],
      ['3', '2', 'n'],
    ]);
    await execute(`drop table ${under.name('whole')}`);
  });
});

/** Every change of the target that a run sends, with the database's plan for it at that moment. */
async function plansOf(under: AdapterUnderTest, name: string, model: IncrementalModel): Promise<string[]> {
  const plans: string[] = [];
  const target = under.name(name);
  const explain = under.adapter.type === 'postgres' ? 'explain' : 'explain query plan';
  const result = await runIncremental(under, name, {
    ...model,
    watch: {
      before: async ({ sql: text, session }) => {
        for (const statement of text.split(';\n').map((each) => each.trim())) {
          const isChange = /^(?:\/\*.*\*\/\s*)?(?:with|merge|delete|update|insert)\b/is.test(statement);
          if (!isChange || !statement.includes(target)) continue;
          const { rows } = await session.execute(`${explain} ${statement}`);
          plans.push(rows.map((row) => String(row.at(-1))).join('\n'));
        }
      },
    },
  });
  expect(errorOf(result)).toMatch(/^success/);
  return plans;
}

forEachAdapter('the index of a key', (under) => {
  const isPostgres = under.adapter.type === 'postgres';
  const spellings = isPostgres ? [undefined, withoutMerge] : [undefined];

  it.each(['id', 'pair'])('is what finds the changed rows of a great table: key %s', async (kind) => {
    const name = `great_${kind}`;
    const target = under.name(name);
    const numbers = (count: number) =>
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count}) select i as id, i % 100 as part, i as v from n`;
    await under.withSession(async (session) => {
      await session.execute(`create table ${target} as ${numbers(50_000)}`);
      await session.execute(`create index ${name}_key on ${target} (${kind === 'id' ? 'id' : 'part, id'})`);
      if (isPostgres) await session.execute(`analyze ${target}`);
    });
    const unique_key = kind === 'id' ? 'id' : ['part', 'id'];
    // Ten rows: for many more, reading all of so small a table is cheaper, as a planner knows.
    const batch = `select id + 49995 as id, part, 0 as v from (${numbers(10)}) n union all select null, 1, 0`;
    for (const incremental_strategy of strategies) {
      for (const macros of spellings) {
        const plans = await plansOf(under, name, { sql: batch, config: { unique_key, incremental_strategy }, macros });
        expect(plans.length).toBeGreaterThanOrEqual(2);
        const scan = isPostgres ? new RegExp(`Seq Scan on ${name}\\b`) : /SCAN DBT_INTERNAL_DEST/i;
        for (const plan of plans) expect(plan).not.toMatch(scan);
        const search = isPostgres
          ? /Index.*Scan.*using great_\w+_key|Bitmap Index Scan on great/
          : /SEARCH DBT_INTERNAL_DEST USING .*INDEX great/i;
        expect(plans.filter((plan) => search.test(plan)).length).toBeGreaterThanOrEqual(2);
      }
    }
  });
});
