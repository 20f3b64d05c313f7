/**
 * The strategy merge. Expected rows are those that dbt-core 1.11 with dbt-postgres 1.11 gave on Postgres 15 for the same
 * models, where a comment does not say otherwise.
 */
import { expect, it } from 'vitest';
import type { JsonObject } from '../../../core/resources/json.js';
import { errorOf, type IncrementalModel, runIncremental } from '../../support/execute/incremental-run.js';
import { rowsOf } from '../../support/execute/project-run.js';
import { forEachAdapter } from '../support.js';

/** Statements of Postgres before 15, on the server of the tests. */
const withoutMerge = '{% macro postgres_has_merge() %}{{ return(false) }}{% endmacro %}';

forEachAdapter('the strategy merge', (under) => {
  const build = (name: string, { config, ...model }: IncrementalModel) =>
    runIncremental(under, name, {
      ...model,
      config: { unique_key: 'id', incremental_strategy: 'merge', ...config },
    });
  const contents = (name: string, columns = 'id, a, b') =>
    rowsOf(under, `select ${columns} from ${under.name(name)} order by coalesce(id, 0), a`);

  it.each(under.adapter.type === 'postgres' ? ['', withoutMerge] : [''])(
    'updates the rows whose key is in the batch and inserts the others %#',
    async (macros) => {
      const name = `upsert${macros.length}`;
      await build(name, { sql: rows([1, 10, 100], [2, 20, 200]) });
      const merged = await build(name, { sql: rows([2, 21, 201], [3, 30, 300]), macros });
      expect(merged).toMatchObject({ status: 'success', message: 'MERGE 2', rows: 2 });
      expect(await contents(name)).toEqual(texts([1, 10, 100], [2, 21, 201], [3, 30, 300]));
    },
  );

  it.each<{ settings: JsonObject; expected: Row }>([
    { settings: { merge_update_columns: ['A'] }, expected: [1, 11, 100] },
    { settings: { merge_update_columns: 'b' }, expected: [1, 10, 101] },
    { settings: { merge_exclude_columns: ['a'] }, expected: [1, 10, 101] },
    // dbt sends `update set` with nothing after it, which is an error of syntax.
    { settings: { merge_exclude_columns: ['id', 'a', 'b'] }, expected: [1, 10, 100] },
    { settings: { merge_update_columns: ['"a"'] }, expected: [1, 11, 100] },
  ])('takes over the columns of $settings', async ({ settings, expected }) => {
    const name = `some_${Object.values(settings).flat().join('')}${Object.keys(settings)[0].length}`;
    const macros = name.length % 2 === 0 ? withoutMerge : '';
    await build(name, { sql: rows([1, 10, 100]), config: settings });
    await build(name, { sql: rows([1, 11, 101], [2, 20, 200]), config: settings, macros });
    expect(await contents(name)).toEqual(texts(expected, [2, 20, 200]));
  });

  it.each(['', withoutMerge])('inserts a row whose match the predicates exclude, as dbt does %#', async (macros) => {
    const name = `bounded${macros.length}`;
    const config = { incremental_predicates: ['DBT_INTERNAL_DEST.a > 15'] };
    await build(name, { sql: rows([1, 10, 100], [2, 20, 200]) });
    await build(name, { sql: rows([1, 11, 101], [2, 5, 201]), config, macros });
    expect(await contents(name)).toEqual(texts([1, 10, 100], [1, 11, 101], [2, 5, 201]));
  });

  it('matches keys of several columns', async () => {
    const config = { unique_key: ['id', 'a'] };
    await build('pairs', { sql: rows([1, 10, 100], [1, 11, 101]), config });
    await build('pairs', { sql: rows([1, 10, 110], [1, 12, 102]), config });
    expect(await contents('pairs')).toEqual(texts([1, 10, 110], [1, 11, 101], [1, 12, 102]));
  });

  it('inserts all rows where there is no key', async () => {
    await build('keyless', { sql: rows([1, 10, 100]), config: { unique_key: null } });
    await build('keyless', { sql: rows([1, 10, 100]), config: { unique_key: null } });
    expect(await contents('keyless')).toEqual(texts([1, 10, 100], [1, 10, 100]));
  });

  it('is spelled by a macro of the project that has one of the names that dbt gives them', async () => {
    const own = `{% macro get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
      insert into {{ target }} select id, a, 7 from {{ source }} -- {{ unique_key }}
    {%- endmacro %}`;
    await build('own', { sql: rows([1, 10, 100]) });
    await build('own', { sql: rows([1, 10, 100]), macros: own });
    expect(await contents('own', 'id, a, b')).toEqual(texts([1, 10, 100], [1, 10, 7]).sort());
  });

  it('says what is wrong with its configs before anything changes', async () => {
    await build('checked', { sql: rows([1, 10, 100]) });
    const messageOf = async (config: JsonObject) =>
      errorOf(await build('checked', { sql: rows([1, 11, 101]), config }));
    expect(await messageOf({ merge_update_columns: ['a'], merge_exclude_columns: ['b'] })).toMatch(
      /^error TSDBT_CONFIG_INVALID.*merge_update_columns and merge_exclude_columns are both set/,
    );
    expect(await messageOf({ merge_update_columns: ['aa'] })).toMatch(/names "aa".*Did you mean 'a'\?/);
    expect(await messageOf({ unique_key: 'abs(id)' })).toMatch(/the expression abs\(id\).*delete\+insert/);
    expect(await contents('checked')).toEqual(texts([1, 10, 100]));
  });
});

type Row = readonly (number | null)[];

const rows = (...values: readonly Row[]) =>
  values.map(([id, a, b]) => `select cast(${id} as integer) as id, ${a} as a, ${b} as b`).join(' union all ');

const texts = (...values: readonly Row[]) => values.map((row) => row.map(String));
