import { describe, expect, it } from 'vitest';
import type { DataTestNode } from '../../../core/resources/node.js';
import { type Files, type InMemoryOptions, parseInMemory } from '../../support/project.js';

const own =
  '{% test own(model, a=none, b=none, c=none, column_name=none) %}select 1 from {{ model }} -- {{ a }} {{ b }} {{ c }}{% endtest %}';
const ext = '{% test ext(model, column_name=none, a=none) %}select 1 from {{ model }}{% endtest %}';

/** The tests of a project with the models `m` (in a folder) and `n`, whose property file is given. */
function testsOf(properties: string, files: Files = {}, options: InMemoryOptions = {}): DataTestNode[] {
  const project = parseInMemory(
    {
      'macros/own.sql': own,
      'models/sub/m.sql': 'select 1 as id',
      'models/n.sql': 'select 1 as id',
      'models/sub/s.yml': properties,
      ...files,
    },
    { addon: { 'macros/ext.sql': ext }, ...options },
  );
  expect(project.diagnostics.map((one) => one.message)).toEqual([]);
  return [...project.manifest.nodes.values()].filter((node) => node.resourceType === 'test');
}

const onModel = (test: string) => `models: [{name: m, data_tests: [${test}]}]`;
const onColumn = (test: string, column = 'name: id') =>
  `models: [{name: m, columns: [{${column}, data_tests: [${test}]}]}]`;
const only = (properties: string, files?: Files, options?: InMemoryOptions) => testsOf(properties, files, options)[0];

describe('the id of a generic test', () => {
  it.each([
    [onColumn('not_null'), 'test.shop.not_null_m_id.41ed50364b'],
    [onColumn('own'), 'test.shop.own_m_id.5da792427b'],
    [onColumn('not_null', 'name: "weird col", quote: true'), 'test.shop.not_null_m__weird_col_.ae6483c25b'],
    [onColumn('unique', 'name: Weird.2'), 'test.shop.unique_m_Weird_2.33a0778b1a'],
    [onModel('own'), 'test.shop.own_m_.3f2725fef3'],
    [
      onModel('{own: {arguments: {a: 1.0, b: {x: 2.0}, c: [3.0, 2.5]}}}'),
      'test.shop.own_m_1_0__2_0__3_0__2_5.aca430573f',
    ],
    [onColumn('{own: {arguments: {a: 1.0e+16, b: -0.0}}}'), 'test.shop.own_m_1e_16___0_0__id.ce7a00b82d'],
    [onModel('{own: {arguments: {a: 77}}}'), 'test.shop.own_m_77.a9486ebf35'],
    [onModel('{test_name: own, name: explicit, a: 78}'), 'test.shop.explicit.0b415239a7'],
    [
      onModel('{own: {arguments: {a: {x: 1, y: [1, 2]}, b: [true, false, null], c: 12345678901234567890}}}'),
      'test.shop.own_m_1___1_2___True__False__None__12345678901234567890.f2c4ad5e6c',
    ],
    [
      onModel('{own: {arguments: {a: 1.5e20, b: 0.00001, c: "{{ var(\'lim\') }}"}}}'),
      'test.shop.own_m_1_5e20__1e_05___var_lim_.740557d43c',
    ],
    [
      onModel("{own: {a: 2020-01-01, b: 2020-01-01 10:00:00, c: ''}}"),
      'test.shop.own_m_2020_01_01__2020_01_01_10_00_00__.73d1253aba',
    ],
    [
      onModel(
        '{own: {name: a_very_long_custom_name_that_is_really_much_longer_than_sixty_three_characters_i_think, arguments: {a: 9}}}',
      ),
      'test.shop.a_very_long_custom_name_that_is_really_much_longer_than_sixty_three_characters_i_think.c5ed9c8393',
    ],
    [onModel('{addon.ext: {arguments: {a: "x y-z.w"}}}'), 'test.shop.addon_ext_m_x_y_z_w.7a2015a6ba'],
    [onModel('{own: {arguments: {column_name: zzz}}}'), 'test.shop.own_m_zzz.387962a24d'],
  ])('is the one that dbt gives: %s', (properties, id) => {
    expect(only(properties, {}, { vars: { lim: 7 } }).uniqueId).toBe(id);
  });

  it('is that of a package for a test that a package declares', () => {
    const addon = {
      'macros/ext.sql': ext,
      'models/pkm.sql': 'select 1 as id',
      'models/s.yml':
        'models: [{name: pkm, columns: [{name: id, data_tests: [{ext: {a: 1}}, {addon.ext: {a: 2}}, not_null]}]}]',
    };
    const ids = testsOf('models: []', {}, { addon }).map((test) => test.uniqueId);
    expect(ids).toEqual([
      'test.addon.ext_pkm_1__id.7e3e25388f',
      'test.addon.addon_ext_pkm_2__id.263e8ee185',
      'test.addon.not_null_pkm_id.95bef84685',
    ]);
  });

  it('holds the source and the table for a test of a source', () => {
    const tests = testsOf(`
sources:
  - name: src.one
    tables:
      - name: t
        columns:
          - {name: a, quote: true, data_tests: [not_null, {relationships: {arguments: {to: "source('src.one','t')", field: a}}}]}
`);
    expect(tests.map((test) => test.uniqueId)).toEqual([
      'test.shop.source_not_null_src.one_t__a_.084d306070',
      'test.shop.source_relationships_src.one_t__a___a__source_src_one_t_.abc35a0676',
    ]);
    expect(tests[0]).toMatchObject({
      columnName: '"a"',
      attachedNode: null,
      fileKeyName: 'sources.src.one',
      dependsOn: { nodes: ['source.shop.src.one.t'], macros: ['macro.dbt.test_not_null'] },
    });
  });
});

describe('a generic test', () => {
  it('has the fields that dbt gives it', () => {
    expect(only(onColumn('not_null', 'name: id, tags: [ct]'))).toMatchObject({
      name: 'not_null_m_id',
      alias: 'not_null_m_id',
      path: 'not_null_m_id.sql',
      originalFilePath: 'models/sub/s.yml',
      fqn: ['shop', 'sub', 'not_null_m_id'],
      schema: 'main_dbt_test__audit',
      relationName: null,
      rawCode: '{{ test_not_null(**_dbt_generic_test_kwargs) }}',
      checksum: { name: 'none', checksum: '' },
      tags: ['ct'],
      columnName: 'id',
      attachedNode: 'model.shop.m',
      fileKeyName: 'models.m',
      testMetadata: {
        name: 'not_null',
        namespace: null,
        kwargs: { column_name: 'id', model: "{{ get_where_subquery(ref('m')) }}" },
      },
      dependsOn: { nodes: ['model.shop.m'], macros: ['macro.dbt.test_not_null'] },
    });
  });

  it('writes its config as dbt does, rendered, in the same order', () => {
    const test = only(
      onModel(`{addon.ext: {arguments: {a: "x y-z.w"}, config: {severity: "{{ var('sev') }}", warn_if: ">5", error_if: ">10",
        enabled: true, limit: 10, fail_calc: "sum(x)", where: "a = \\"b\\" and c = 'd'", store_failures: false,
        meta: {a: 'b', n: 1}, tags: xx, schema: sss, database: ddd, alias: aaa, group: null, sql_header: "x"}}}`),
      {},
      { vars: { sev: 'warn' } },
    );
    expect(test.rawCode).toBe(
      `{{ addon.test_ext(**_dbt_generic_test_kwargs) }}{{ config(severity="warn",tags="xx",enabled=True,where="a = \\"b\\" and c = 'd'",limit=10,warn_if=">5",error_if=">10",fail_calc="sum(x)",store_failures=False,meta={'a': 'b', 'n': 1},database="ddd",schema="sss",alias="aaa",sql_header="x") }}`,
    );
    expect(test).toMatchObject({ alias: 'aaa', schema: 'main_sss', database: 'ddd', tags: ['xx'] });
    expect(test.config).toMatchObject({
      severity: 'warn',
      where: `a = "b" and c = 'd'`,
      limit: 10,
      fail_calc: 'sum(x)',
    });
  });

  it('keeps backslashes of its config', () => {
    expect(only(onModel('{own: {config: {where: "a ~ \'\\\\bx\'"}}}')).config.where).toBe("a ~ '\\bx'");
  });

  it('takes a short alias and path when its name is longer than 63 characters', () => {
    const test = only(
      onColumn(
        "{accepted_values: {values: ['placed', 'shipped', 'a longer value that goes on', 'and another one that goes on']}}",
        'name: status, quote: true',
      ).replaceAll('m,', 'customers,'),
      {
        'models/customers.sql': 'select 1',
      },
    );
    expect(test.uniqueId).toBe(
      'test.shop.accepted_values_customers__status___placed__shipped__a_longer_value_that_goes_on__and_another_one_that_goes_on.ac64852df0',
    );
    expect(test.alias).toBe('accepted_values_customers_1bdabbd732406114b45d4297ac3e398f');
    expect(test.path).toBe('accepted_values_customers_1bdabbd732406114b45d4297ac3e398f.sql');
  });

  it('prefers an own alias to the short one, which still names its file', () => {
    const value = 'this_is_quite_a_long_argument_value_to_exceed_the_limit_of_63';
    const test = only(onModel(`{own: {arguments: {a: ${value}}, config: {alias: short_alias}}}`));
    expect([test.alias, test.path]).toEqual(['short_alias', 'own_m_eb0389b9a2f1249249c867a8b3a15d0e.sql']);
  });

  it('evaluates arguments that look like calls, wherever they stand', () => {
    const test = only(onModel(`{own: {arguments: {a: "ref('n')", b: ["{{ ref('n') }}"], c: "source('x','y') "}}}`), {
      'models/x.yml': 'sources: [{name: x, tables: [{name: y}]}]',
    });
    expect(test.refs.map((ref) => ref.name)).toEqual(['n', 'n', 'm']);
    expect(test.sources).toEqual([{ source: 'x', table: 'y' }]);
    expect(test.dependsOn).toEqual({
      nodes: ['source.shop.x.y', 'model.shop.n', 'model.shop.m'],
      macros: ['macro.shop.test_own', 'macro.dbt.get_where_subquery'],
    });
  });

  it('is configured by its macro, the project and its own entry, the nearest last', () => {
    const files = {
      'dbt_project.yml':
        'name: shop\ndata_tests: {+store_failures: true, +severity: error, shop: {sub: {+tags: [subtest]}}}',
      'macros/even.sql': "{% test even(model, column_name) %}{{ config(severity='warn', limit=5) }}{% endtest %}",
    };
    const [even] = testsOf(onColumn('{even: {config: {limit: 9}}}'), files);
    expect(even.config).toMatchObject({ severity: 'warn', limit: 9, store_failures: true });
    expect(even.tags).toEqual(['subtest']);
    expect(even.relationName).toBe('"db"."main_dbt_test__audit"."even_m_id"');
  });

  it('keeps its failures when the flag of the command line says so', () => {
    const test = only(onColumn('not_null'), {}, { flags: { STORE_FAILURES: true } });
    expect(test.relationName).toBe('"db"."main_dbt_test__audit"."not_null_m_id"');
  });

  it('is an error when no macro defines it, once per name, with what was nearly meant', () => {
    const { diagnostics } = parseInMemory({
      'models/m.sql': 'select 1',
      'models/s.yml':
        'models: [{name: m, columns: [{name: a, data_tests: [notnull, dbt_utils.x]}, {name: b, data_tests: [notnull]}]}]',
    });
    expect(diagnostics.map((one) => [one.code, one.message, one.hint])).toEqual([
      [
        'TSDBT_MACRO_MISSING',
        "There is no generic test 'notnull': no {% test notnull %} block defines it. It is used 2 times.",
        "Did you mean 'not_null'?",
      ],
      [
        'TSDBT_MACRO_MISSING',
        "There is no generic test 'dbt_utils.x': no {% test x %} block defines it.",
        "The package 'dbt_utils' is not installed: add it to packages.yml and run `tsdbt deps`.",
      ],
    ]);
    expect(diagnostics[0].location).toMatchObject({ file: 'models/s.yml', line: 1 });
  });

  it('of a model that does not exist warns and is not run', () => {
    const { diagnostics, manifest } = parseInMemory({
      'models/m.sql': 'select 1',
      'models/s.yml': 'models: [{name: mm, columns: [{name: a, data_tests: [unique]}]}]',
    });
    expect(diagnostics.map((one) => [one.severity, one.code])).toEqual([
      ['warning', 'TSDBT_PROPERTIES_UNUSED'],
      ['warning', 'TSDBT_REF_MISSING'],
    ]);
    expect([...manifest.nodes.keys()]).toEqual(['model.shop.m']);
  });
});
