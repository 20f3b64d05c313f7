import { expect, it } from 'vitest';
import { trackRelations } from '../../../core/execute/session/relation-states.js';
import { compileBench } from '../../support/compile.js';
import { type AdapterUnderTest, forEachAdapter, forPostgres } from '../support.js';

/** Macros as packages write them, over the adapter object. */
const macros = {
  'macros/package.sql': `
{% macro rel(name) %}{{ return(api.Relation.create(database=target.database, schema=target.schema, identifier=name)) }}{% endmacro %}

{% macro found(name) %}
  {{ return(adapter.get_relation(database=target.database, schema=target.schema, identifier=name)) }}
{% endmacro %}

{% macro star(from, except=[]) -%}
  {%- set names = [] -%}
  {%- for column in adapter.get_columns_in_relation(from) if column.column not in except -%}
    {%- do names.append(column.quoted) -%}
  {%- endfor -%}
  {{ return(names | join(', ')) }}
{%- endmacro %}

{% macro column_values(table, column) %}
  {%- set sql %}select distinct {{ column }} from {{ table }} order by 1{% endset -%}
  {{ return(run_query(sql).columns[0].values() | list) }}
{% endmacro %}

{% macro pivot(column, values) -%}
  {%- for value in values %}
  sum(case when {{ column }} = '{{ escape_single_quotes(value) }}' then 1 else 0 end) as {{ adapter.quote(value) }}{% if not loop.last %},{% endif %}
  {%- endfor %}
{%- endmacro %}

{% macro surrogate_key(fields) -%}
  {%- set parts = [] -%}
  {%- for field in fields -%}
    {%- do parts.append("coalesce(cast(" ~ field ~ " as " ~ dbt.type_string() ~ "), '_null_')") -%}
    {%- if not loop.last %}{% do parts.append("'-'") %}{% endif -%}
  {%- endfor -%}
  {{ dbt.hash(dbt.concat(parts)) }}
{%- endmacro %}

{% macro union_all(relations) -%}
  {%- set names = [] -%}
  {%- for relation in relations -%}
    {%- for column in adapter.get_columns_in_relation(relation) if column.name not in names %}{% do names.append(column.name) %}{% endfor -%}
  {%- endfor -%}
  {%- for relation in relations %}
    {%- set own = adapter.get_columns_in_relation(relation) | map(attribute='name') | list %}
    select {% for name in names %}{{ adapter.quote(name) if name in own else 'null' }} as {{ adapter.quote(name) }}{{ ', ' if not loop.last }}{% endfor %}
    from {{ relation }}
    {{ 'union all' if not loop.last }}
  {%- endfor %}
{%- endmacro %}`,
};

async function withBench<T>(
  under: AdapterUnderTest,
  work: (tools: {
    readonly render: (text: string) => Promise<string>;
    readonly rows: (sql: string) => Promise<unknown[][]>;
    readonly run: (sql: string) => Promise<unknown>;
  }) => Promise<T>,
): Promise<T> {
  const relations = trackRelations(under.adapter, under.credentials);
  return under.withSession((session) => {
    const bench = compileBench(macros, {
      adapter: under.adapter.type === 'sqlite' ? 'sqlite' : 'postgres',
      credentials: under.credentials,
      session: async () => session,
      relations,
    });
    return work({
      render: (text) => bench.render(text),
      run: (sql) => session.execute(sql),
      rows: async (sql) => (await session.execute(await bench.render(sql))).rows.map((row) => row.map(String)),
    });
  });
}

forEachAdapter('the adapter object', (under) => {
  it('finds relations, and says none when there is none', async () => {
    await withBench(under, async ({ render, run }) => {
      await run(`create table ${under.name('there')} (id integer)`);
      await run(`create view ${under.name('seen')} as select 1 as id`);
      expect(await render("{{ found('there').type }} {{ found('seen').is_view }} {{ found('nowhere') }}")).toBe(
        'table True None',
      );
      expect(await render("{{ load_relation(rel('there')) is not none }}")).toBe('True');
      expect(await render("{{ get_or_create_relation(target.database, target.schema, 'new', 'table')[0] }}")).toBe(
        'False',
      );
      expect(await render("{{ found('there') in adapter.list_relations(target.database, target.schema) }}")).toBe(
        'True',
      );
    });
  });

  it('tells columns with their types', async () => {
    await withBench(under, async ({ render, run }) => {
      await run(`create table ${under.name('typed')} (id integer, name varchar(20), "Odd one" text)`);
      await run(`create table ${under.name('wider')} (id integer, extra text)`);
      expect(await render("{{ star(rel('typed')) }}")).toBe('"id", "name", "Odd one"');
      expect(await render("{{ star(rel('typed'), except=['name']) }}")).toBe('"id", "Odd one"');
      const types =
        "{% for c in adapter.get_columns_in_relation(rel('typed')) %}{{ c.data_type | lower }};{% endfor %}";
      expect(await render(types)).toMatch(/^integer;(character varying|varchar)\(20\);text;$/);
      expect(
        await render("{{ adapter.get_missing_columns(rel('wider'), rel('typed')) | map(attribute='name') | list }}"),
      ).toBe("['extra']");
    });
  });

  it('creates, renames, empties and drops relations through macros', async () => {
    await withBench(under, async ({ render, run }) => {
      await render(
        "{% do run_query(create_table_as(false, rel('made'), 'select 1 as id')) %}{% do adapter.cache_added(rel('made')) %}",
      );
      expect(await render("{{ run_query('select count(*) from ' ~ rel('made')).rows[0][0] }}")).toBe('1');
      await render("{% do adapter.truncate_relation(rel('made')) %}");
      expect(await render("{{ run_query('select count(*) from ' ~ rel('made')).rows[0][0] }}")).toBe('0');
      await render("{% do adapter.rename_relation(found('made'), rel('moved')) %}");
      expect(await render("{{ found('made') }} {{ found('moved').type }}")).toBe('None table');
      await render("{% do drop_relation_if_exists(found('moved')) %}{% do drop_relation_if_exists(found('moved')) %}");
      expect(await render("{{ found('moved') }}")).toBe('None');
      await expect(run(`select * from ${under.name('moved')}`)).rejects.toThrow();
    });
  });

  it('creates views, temporary tables and indexes through macros', async () => {
    await withBench(under, async ({ render, rows }) => {
      await render("{% do run_query(create_view_as(rel('v1'), 'select 1 as id -- last')) %}");
      await render(
        "{% do run_query(create_table_as(true, make_temp_relation(rel('t')), 'with a as (select 2 as id) select * from a')) %}",
      );
      await render("{% do run_query(create_table_as(false, rel('indexed'), 'select 1 as id, 2 as other')) %}");
      const index = "get_create_index_sql(rel('indexed'), {'columns': ['id', 'other'], 'unique': true})";
      await render(`{% do run_query(${index}) %}{% do run_query(${index}) %}`);
      expect(await rows("select id from {{ rel('v1') }}")).toEqual([['1']]);
      await expect(render("{% do run_query('insert into ' ~ rel('indexed') ~ ' values (1, 2)') %}")).rejects.toThrow(
        /unique/i,
      );
    });
  });

  it('adds batches to a table', async () => {
    await withBench(under, async ({ render, rows, run }) => {
      await run(`create table ${under.name('target')} (id integer, day integer, v text)`);
      await run(`create table ${under.name('batch')} (id integer, day integer, v text)`);
      await run(`insert into ${under.name('target')} values (1, 1, 'old'), (2, 1, 'old'), (2, 2, 'old')`);
      await run(`insert into ${under.name('batch')} values (2, 1, 'new'), (3, 1, 'new')`);
      const dict = (key: string, predicates: string) =>
        `{'target_relation': rel('target'), 'temp_relation': rel('batch'), 'unique_key': ${key}, ` +
        `'dest_columns': adapter.get_columns_in_relation(rel('target')), 'incremental_predicates': ${predicates}}`;
      const apply = (macro: string, argument: string) => render(`{% do run_query(${macro}(${argument})) %}`);
      const table = () => rows("select id, day, v from {{ rel('target') }} order by 1, 2, 3");
      await apply('get_incremental_default_sql', dict("['id', 'day']", 'none'));
      expect(await table()).toEqual([
        ['1', '1', 'old'],
        ['2', '1', 'new'],
        ['2', '2', 'old'],
        ['3', '1', 'new'],
      ]);
      await apply('get_incremental_delete_insert_sql', dict("'id'", "['day = 2']"));
      expect((await table()).map((row) => row.join())).toEqual(['1,1,old', '2,1,new', '2,1,new', '3,1,new', '3,1,new']);
      await apply('get_incremental_append_sql', dict('none', 'none'));
      expect(await table()).toHaveLength(7);
    });
  });

  it('serves macros as packages write them', async () => {
    await withBench(under, async ({ render, rows, run }) => {
      await run(`create table ${under.name('paid')} (method varchar(10), euros integer)`);
      await run(`insert into ${under.name('paid')} values ('card', 1), ('cash', 2), ('it''s', 3), ('card', 4)`);
      await run(`create table ${under.name('owed')} (euros integer, due text)`);
      await run(`insert into ${under.name('owed')} values (9, 'soon')`);
      expect(await render("{{ column_values(rel('paid'), 'method') }}")).toBe("['card', 'cash', \"it's\"]");
      const pivot = "select {{ pivot('method', column_values(rel('paid'), 'method')) }} from {{ rel('paid') }}";
      expect(await rows(pivot)).toEqual([['2', '1', '1']]);
      const union = "select count(*), count(method), count(due) from ({{ union_all([rel('paid'), rel('owed')]) }}) u";
      expect(await rows(union)).toEqual([['5', '4', '1']]);
      expect(await rows("select {{ surrogate_key(['1', 'null']) }}")).toEqual(
        [['dfe4c68797bf7e3e1d0b6e7d1ae1d4ad']].map(() => [expect.stringMatching(/^[0-9a-f]{32}$/)]),
      );
    });
  });
});

forPostgres('schemas through the adapter object', (under) => {
  it('are created, found and dropped', async () => {
    await withBench(under, async ({ render }) => {
      const exists = "{{ adapter.check_schema_exists(target.database, 'extra one') }}";
      const relation = "api.Relation.create(database=target.database, schema='extra one')";
      expect(await render(exists)).toBe('False');
      await render(`{% do adapter.create_schema(${relation}) %}{% do adapter.create_schema(${relation}) %}`);
      expect(await render(exists)).toBe('True');
      expect(await render("{{ 'extra one' in adapter.list_schemas(target.database) }}")).toBe('True');
      await render("{% do drop_schema_named('extra one') %}");
      expect(await render(exists)).toBe('False');
    });
  });

  it('tell the types of a query, and widen columns that are too short', async () => {
    await withBench(under, async ({ render, run }) => {
      const columns =
        '{% for c in get_column_schema_from_query("select 1 as a, \'x\'::text as b") %}{{ c.name }} {{ c.dtype }};{% endfor %}';
      expect(await render(columns)).toBe('a integer;b text;');
      await run('create table short_one (v varchar(5)); create table long_one (v varchar(50))');
      await render("{% do adapter.expand_target_column_types(rel('long_one'), rel('short_one')) %}");
      const type = "{{ adapter.get_columns_in_relation(rel('short_one'))[0].data_type }}";
      expect(await render(type)).toBe('character varying(50)');
    });
  });
});
