import { describe, expect, it } from 'vitest';
import { TsdbtError } from '../../../../core/diagnostics/error.js';
import { compileBench } from '../../../support/compile.js';

async function failure(work: Promise<unknown>): Promise<TsdbtError['diagnostics'][number]> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TsdbtError)) throw new Error(`no TsdbtError: ${String(error)}`);
  return error.diagnostics[0];
}

describe('ref and source at execution', () => {
  const files = {
    'models/a.sql': 'select 1 as id',
    'models/e.sql': "{{ config(materialized='ephemeral', alias='e_alias') }}select * from {{ ref('a') }}",
    'models/m.sql': "select * from {{ ref('a') }} join {{ source('erp', 'orders') }} using (id)",
    'models/on_e.sql': "select * from {{ ref('e') }}",
    'models/hidden.sql': "select 1\n{% if execute %}\n  from {{ ref('a') }}\n{% endif %}",
    'models/sources.yml':
      'sources:\n  - name: erp\n    schema: raw\n    tables: [{name: orders, identifier: ORDERS}]\n',
  };

  it('give relations', async () => {
    const { sql } = await compileBench(files).compile('m');
    expect(sql.text).toBe('select * from "db"."main"."a" join "db"."raw"."ORDERS" using (id)');
  });

  it('leave the parts out that the database lacks', async () => {
    const { sql } = await compileBench(files, { adapter: 'sqlite' }).compile('m');
    expect(sql.text).toBe('select * from "a" join "ORDERS" using (id)');
  });

  it('name the CTE of an ephemeral model by its alias', async () => {
    const { sql, extraCtes } = await compileBench(files).compile('on_e');
    expect(sql.text).toBe(
      'with __dbt__cte__e_alias as (\nselect * from "db"."main"."a"\n) select * from __dbt__cte__e_alias',
    );
    expect(extraCtes.map(({ id }) => id)).toEqual(['model.shop.e']);
  });

  it('bring each ephemeral model that was injected as a node of its own, with what it reads in front', async () => {
    const ephemeral = "{{ config(materialized='ephemeral') }}";
    const { injected } = await compileBench({
      'models/e1.sql': `${ephemeral}select 1 as id`,
      'models/other.sql': `${ephemeral}select 2 as id`,
      'models/e2.sql': `${ephemeral}select * from {{ ref('e1') }}`,
      'models/m.sql': "select * from {{ ref('other') }}, {{ ref('e2') }}",
    }).compile('m');
    expect(injected?.map(({ node, sql }) => [node.name, sql.text])).toEqual([
      ['other', 'select 2 as id'],
      ['e1', 'select 1 as id'],
      ['e2', 'with __dbt__cte__e1 as (\nselect 1 as id\n) select * from __dbt__cte__e1'],
    ]);
  });

  it('refuse a call that parsing did not see, at its place, with the comment that mends it', async () => {
    const found = await failure(compileBench(files).compile('hidden'));
    expect(found).toMatchObject({
      code: 'TSDBT_REF_UNRECORDED',
      location: { file: 'models/hidden.sql', line: 3 },
      hint: "Put this comment at the top of models/hidden.sql: -- depends_on: {{ ref('a') }}",
    });
  });

  it('may name anything in a macro that is run by itself', async () => {
    expect(await compileBench(files).render("{{ ref('a') }} {{ source('erp', 'orders') }}")).toBe(
      '"db"."main"."a" "db"."raw"."ORDERS"',
    );
  });

  it('say what is missing', async () => {
    const found = await failure(compileBench(files).render("{{ ref('aa') }}"));
    expect(found).toMatchObject({ code: 'TSDBT_REF_MISSING', hint: 'Did you mean a?' });
    expect(await failure(compileBench(files).render("{{ source('erp', 'order') }}"))).toMatchObject({
      code: 'TSDBT_SOURCE_MISSING',
    });
  });
});

describe('names of a node at execution', () => {
  const files = {
    'models/m.sql': "{{ config(tags=['x'], meta={'owner': 'Ada'}, unique_key='id', schema='fin') }}select 1 as id",
    'models/other.sql': "select * from {{ ref('m') }}",
    'models/p.yml': 'models:\n  - name: m\n    columns: [{name: id, description: the key}]\n',
    'macros/say.sql':
      '{% macro say(x) %}said {{ x }}{% endmacro %}{% macro addon_like() %}{{ return([1, 2]) }}{% endmacro %}',
  };
  const bench = compileBench(files, { vars: { day: '2026-01-01' } });
  const inNode = (text: string) => bench.render(text, bench.node('m'));

  it.each([
    ['{{ this }}', '"db"."main_fin"."m"'],
    ['{{ execute }}', 'True'],
    ['{{ database }}.{{ schema }}', 'db.main_fin'],
    ['{{ model.name }} {{ model.unique_id }} {{ model.columns.id.description }}', 'm model.shop.m the key'],
    ["{{ config(materialized='table') }}|{{ config.get('unique_key') }}", '|id'],
    ["{{ config.get('nothing', 'else') }} {{ config.get('nothing') }}", 'else None'],
    ["{{ config.require('unique_key') }} {{ config.meta_get('owner') }}", 'id Ada'],
    ["{{ config.get('unique_key', validator=validation.any[basestring]) }}", 'id'],
    ['{{ config.persist_relation_docs() }}', 'False'],
    ["{{ graph.nodes['model.shop.other'].depends_on.nodes }}", "['model.shop.m']"],
    ["{{ graph.nodes.values() | map(attribute='name') | sort | join(',') }}", 'm,other'],
    ['{{ graph.sources | length }} {{ graph.exposures | length }} {{ graph.metrics | length }}', '0 0 0'],
    ["{{ var('day') }} {{ target.type }} {{ target.schema }}", '2026-01-01 postgres main'],
    [
      "{{ context['say'](1) }} {{ context.get('target').type }} {{ context['nothing'] is defined }}",
      'said 1 postgres False',
    ],
    ["{{ context['dbt']['concat'](['a', 'b']) }}", 'a || b'],
    ["{{ render('{{ this.name }}') }}", 'm'],
    ["{{ try_or_compiler_error('no', modules.datetime.date, 2024, 1, 2) }}", '2024-01-02'],
    ['{{ api.Relation.create(identifier="x") }} {{ api.Column.create("c", "int").quoted }}', '"x" "c"'],
    ['{{ column.create("c", "string").dtype }}', 'TEXT'],
    ['{{ selected_resources }} {{ sql }} {{ pre_hooks }}', '[] None []'],
    ['{{ target.password is defined }} {{ target.get("pass") }}', 'False None'],
  ])('%s prints %s', async (text, expected) => {
    expect(await inNode(text)).toBe(expected);
  });

  it('keep the original functions under builtins', async () => {
    expect(await bench.render("{{ builtins.ref('m') }}", bench.node('other'))).toBe('"db"."main_fin"."m"');
  });

  it('keep credentials out of reach', async () => {
    expect(await failure(inNode('{{ adapter.config.credentials.password }}'))).toMatchObject({
      code: 'TSDBT_TEMPLATE_REFUSED',
    });
    expect(await failure(inNode('{{ adapter.connections }}'))).toMatchObject({ code: 'TSDBT_TEMPLATE_REFUSED' });
  });

  it('say which config is missing', async () => {
    expect(await failure(inNode("{{ config.require('nothing') }}"))).toMatchObject({
      code: 'TSDBT_CONFIG_MISSING',
      message: "model.shop.m needs the config 'nothing', which is not set.",
    });
  });

  it('turn an error of a call into a message of the template', async () => {
    const text = "{{ try_or_compiler_error('no such day', modules.datetime.date, 2024, 13, 2) }}";
    expect((await failure(inNode(text))).message).toBe('no such day');
  });

  it('have no node where a macro is run by itself', async () => {
    expect(await bench.render("{{ this }} {{ model is defined }} {{ config.get('x', 1) }} {{ schema }}")).toBe(
      'None False 1 main',
    );
  });

  it('carry what templates log, print and warn', async () => {
    const loud = compileBench({});
    await loud.render("{{ log('a') }}{{ log('b', info=true) }}{{ print('c') }}{{ exceptions.warn('d') }}");
    expect(loud.said).toEqual(['debug a', 'info b', 'c', 'warn d']);
  });
});

describe('arguments of generic tests', () => {
  const test = (body: string) => `models:\n  - name: m\n    columns:\n      - name: id\n        data_tests:\n${body}`;
  const compiled = (body: string) => {
    const bench = compileBench({
      'models/m.sql': 'select 1 as id',
      'models/o.sql': 'select 1 as id',
      'models/p.yml': test(body),
    });
    const node = [...bench.project.manifest.nodes.values()].find(({ resourceType }) => resourceType === 'test');
    return bench.compile(node?.name ?? '').then(({ sql }) => sql.text.trim().replace(/\s+/gu, ' '));
  };

  it('filter the tested relation by where', async () => {
    const sql = await compiled('          - not_null: {config: {where: "id > 0"}}\n');
    expect(sql).toBe('select id from (select * from "db"."main"."m" where id > 0) dbt_subquery where id is null');
  });

  it('give relations for texts that are calls', async () => {
    const sql = await compiled("          - relationships: {arguments: {to: ref('o'), field: id}}\n");
    expect(sql).toContain('select id as to_field from "db"."main"."o"');
  });

  it('filter the other relation when completeness compares', async () => {
    const body = "          - completeness: {arguments: {compare_to: ref('o'), key: id}, config: {where: 'id > 0'}}\n";
    const sql = await compiled(body);
    expect(sql).toContain('from "db"."main"."o" where (id > 0) and id is not null');
    expect(sql).toContain('1 as is_present from "db"."main"."m")');
  });
});
