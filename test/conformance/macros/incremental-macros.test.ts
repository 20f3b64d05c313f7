/** dbt's macros about incremental models, as macros of a project or a package call them. */
import { expect, it } from 'vitest';
import { errorOf, runIncremental } from '../../support/execute/incremental-run.js';
import { rowsOf } from '../../support/execute/project-run.js';
import { forEachAdapter } from '../support.js';

/** A strategy of the project that changes the table by dbt's macros and fills the columns that they answer. */
const ownStrategy = (mode: string) => `{% macro get_incremental_mine_sql(arg_dict) %}
  {% set filled = process_schema_changes('${mode}', arg_dict['temp_relation'], arg_dict['target_relation']) %}
  {{ return(get_insert_into_sql(arg_dict['target_relation'], arg_dict['temp_relation'], filled or arg_dict['dest_columns'])) }}
{% endmacro %}`;

/** A strategy that only shows what macros answer: it fails with that text. */
const answers = (expression: string) => `{% macro get_incremental_mine_sql(arg_dict) %}
  {% set batch = adapter.get_columns_in_relation(arg_dict['temp_relation']) %}
  {% set table = adapter.get_columns_in_relation(arg_dict['target_relation']) %}
  {{ exceptions.raise_compiler_error('answers: ' ~ ${expression}) }}
{% endmacro %}`;

forEachAdapter("dbt's macros about incremental models", (under) => {
  const config = { incremental_strategy: 'mine' };
  const prepare = async (name: string) => {
    await under.withSession(async (session) => {
      await session.execute(`create table ${under.name(name)} (id integer, a integer)`);
      await session.execute(`insert into ${under.name(name)} values (1, 10)`);
    });
  };
  const sql = "select cast(2 as integer) as id, cast(20 as integer) as a, cast('n' as varchar(5)) as added";

  it.each(['append_new_columns', 'sync_all_columns'])(
    'process_schema_changes changes the table for %s',
    async (mode) => {
      const name = `by_macro_${mode}`;
      await prepare(name);
      const result = await runIncremental(under, name, { sql, config, macros: ownStrategy(mode) });
      expect(errorOf(result)).toMatch(/^success/);
      expect(await rowsOf(under, `select id, a, added from ${under.name(name)} order by id`)).toEqual([
        ['1', '10', 'null'],
        ['2', '20', 'n'],
      ]);
    },
  );

  it('process_schema_changes does nothing for ignore and names the columns for fail', async () => {
    await prepare('strict');
    expect(errorOf(await runIncremental(under, 'strict', { sql, config, macros: ownStrategy('ignore') }))).toMatch(
      /^succ/,
    );
    expect(errorOf(await runIncremental(under, 'strict', { sql, config, macros: ownStrategy('fail') }))).toMatch(
      /on_schema_change is fail, and the columns of .*strict.* changed: new added;/,
    );
    expect(await rowsOf(under, `select * from ${under.name('strict')} order by id`)).toEqual([
      ['1', '10'],
      ['2', '20'],
    ]);
  });

  it.each([
    { expression: "get_merge_update_columns(['A'], none, batch)", answer: `['"a"']` },
    { expression: "get_merge_update_columns(none, ['a'], batch)", answer: `['"id"', '"added"']` },
    { expression: 'get_merge_update_columns(none, none, table)', answer: `['"id"', '"a"']` },
    { expression: "get_quoted_csv(['a', 'b c'])", answer: '"a", "b c"' },
    { expression: "diff_columns(batch, table) | map(attribute='name') | join", answer: 'added' },
    { expression: 'diff_columns(table, batch)', answer: '[]' },
    { expression: 'diff_column_data_types(table, table)', answer: '[]' },
    { expression: "incremental_validate_on_schema_change('nothing', default='fail')", answer: 'fail' },
    { expression: "check_for_schema_changes(arg_dict['temp_relation'], this)['schema_changed']", answer: 'True' },
    { expression: "check_for_schema_changes(this, this)['schema_changed']", answer: 'False' },
  ])('$expression answers $answer', async ({ expression, answer }) => {
    await under.withSession((session) => session.execute(`drop table if exists ${under.name('asked')}`));
    await prepare('asked');
    const result = await runIncremental(under, 'asked', { sql, config, macros: answers(expression) });
    expect(errorOf(result)).toContain(`answers: ${answer}`);
  });

  it('alter_column_type changes a type in place where the database can', async () => {
    await prepare('altered');
    const macros = `{% macro get_incremental_mine_sql(arg_dict) %}
      {% do alter_column_type(arg_dict['target_relation'], 'a', 'varchar(40)') %}
      {{ return(get_insert_into_sql(arg_dict['target_relation'], arg_dict['temp_relation'], arg_dict['dest_columns'])) }}
    {% endmacro %}`;
    expect(errorOf(await runIncremental(under, 'altered', { sql, config, macros }))).toMatch(/^success/);
    const columns = await under.withSession((session) =>
      under.adapter.introspector.columns(session, under.relation('altered')),
    );
    const isPostgres = under.adapter.type === 'postgres';
    expect(columns.map(({ sqlType, dataType }) => sqlType ?? dataType)).toEqual(
      isPostgres ? ['integer', 'character varying(40)'] : ['INTEGER', 'INTEGER'],
    );
  });
});
