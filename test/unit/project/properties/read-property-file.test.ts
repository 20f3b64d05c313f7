import { describe, expect, it } from 'vitest';
import { readPropertyFile } from '../../../../core/project/properties/read-property-file.js';
import { parseYaml } from '../../../../core/project/yaml/parse-yaml.js';

const read = (text: string) =>
  readPropertyFile(parseYaml(text, 'models/s.yml').value, (written) => written.replace('{{ x }}', 'rendered'));
const problems = (text: string) =>
  read(text).diagnostics.map(({ message, location, hint }) => [message, `${location?.line}:${location?.column}`, hint]);

describe('models', () => {
  const text = `version: 2
models:
  - name: orders
    description: "{{ x }} of orders"
    meta: {owner: me}
    access: public
    docs: {show: false, node_color: red}
    config:
      materialized: table
      meta: {team: "{{ x }}"}
      pre-hook: "{{ x }}"
    columns:
      - name: id
        description: the key
        data_type: integer
        quote: true
        tags: [pk]
        config: {meta: {a: 1}, tags: more}
        data_tests: [unique]
`;
  const { value, diagnostics } = read(text);
  const [model] = value.models;

  it('have their properties with places', () => {
    expect(diagnostics).toEqual([]);
    expect(model).toMatchObject({
      name: 'orders',
      description: '{{ x }} of orders',
      access: 'public',
      docs: { show: false, nodeColor: 'red' },
      location: { file: 'models/s.yml', line: 3, column: 11 },
    });
    expect(model.locate(['config', 'materialized'])).toEqual({ file: 'models/s.yml', line: 9, column: 21 });
  });

  it('configs beside config count as config; hooks stay as written', () => {
    expect(model.config).toEqual({
      access: 'public',
      docs: { show: false, node_color: 'red' },
      materialized: 'table',
      meta: { owner: 'me', team: 'rendered' },
      'pre-hook': '{{ x }}',
    });
    expect(model.meta).toEqual({ owner: 'me', team: 'rendered' });
    expect(model.unrenderedConfig.meta).toEqual({ owner: 'me', team: '{{ x }}' });
  });

  it('columns join what stands in and beside their config', () => {
    expect(model.columns).toMatchObject([
      { name: 'id', description: 'the key', dataType: 'integer', quote: true, tags: ['pk', 'more'], meta: { a: 1 } },
    ]);
    expect(model.columns[0].dataTests).toMatchObject([{ name: 'unique', location: { line: 19, column: 22 } }]);
  });
});

describe('data tests', () => {
  const testsOf = (tests: string) => read(`models:\n  - name: a\n    data_tests: ${tests}\n`);

  it('are read in all spellings', () => {
    const { value, diagnostics } = testsOf(`
      - not_null
      - unique:
      - dbt_utils.expression_is_true: {expression: "a > 0"}
      - accepted_values: {arguments: {values: [1, "{{ x }}"]}, config: {where: "{{ x }}"}, name: mine, description: why}
      - {name: foo, test_name: unique, column_name: id, severity: warn}
`);
    expect(diagnostics).toEqual([]);
    expect(value.models[0].dataTests.map(({ location: _, locate: __, ...test }) => test)).toEqual([
      { name: 'not_null', namespace: null, customName: null, arguments: {}, config: {}, description: '' },
      { name: 'unique', namespace: null, customName: null, arguments: {}, config: {}, description: '' },
      {
        name: 'expression_is_true',
        namespace: 'dbt_utils',
        customName: null,
        arguments: { expression: 'a > 0' },
        config: {},
        description: '',
      },
      {
        name: 'accepted_values',
        namespace: null,
        customName: 'mine',
        arguments: { values: [1, '{{ x }}'] },
        config: { where: '{{ x }}' },
        description: 'why',
      },
      {
        name: 'unique',
        namespace: null,
        customName: 'foo',
        arguments: { column_name: 'id' },
        config: { severity: 'warn' },
        description: '',
      },
    ]);
  });

  it('configs may stand beside arguments, but not twice', () => {
    const { value, diagnostics } = testsOf(
      '[{relationships: {to: x, field: y, severity: warn, tags: t, config: {severity: error}}}]',
    );
    expect(value.models[0].dataTests[0]).toMatchObject({ arguments: { to: 'x', field: 'y' }, config: { tags: 't' } });
    expect(diagnostics).toMatchObject([{ severity: 'error', hint: 'Keep the one in `config`.' }]);
  });

  it('know where an argument stands, wherever it was written', () => {
    const [nested, flat] = testsOf('\n      - a: {arguments: {values: [1, 2]}}\n      - b: {values: [3]}\n').value
      .models[0].dataTests;
    expect(nested.locate(['values', 1])).toMatchObject({ line: 4, column: 37 });
    expect(flat.locate(['values', 0])).toMatchObject({ line: 5, column: 22 });
  });

  it.each([
    ['[{unique: {}, not_null: {}}]', 'a mapping with the keys unique, not_null'],
    ['[{unique: 5}]', 'found a mapping with the keys unique'],
    ['[{}]', 'a mapping with the keys'],
    ['unique', 'must be a list of tests, found the text "unique"'],
    ['[5]', 'must be the name of a test, or a mapping that begins with it, found the number 5'],
  ])('%s is an error', (tests, message) => {
    expect(
      testsOf(tests)
        .diagnostics.map((found) => found.message)
        .join(),
    ).toContain(message);
  });

  it('tests and data_tests together are an error', () => {
    expect(problems('models: [{name: a, tests: [unique], data_tests: [unique]}]\n')).toHaveLength(1);
    expect(problems('models: [{name: a, tests: [], data_tests: [unique]}]\n')).toEqual([]);
  });
});

describe('sources', () => {
  const { value, diagnostics } = read(`sources:
  - name: raw
    schema: 2024
    quoting: {identifier: true}
    tables:
      - name: orders
        identifier: ORDERS
        external:
          location: 'data\\orders\\*.csv'
          delimiter: ';'
          quote: ''
          header: {Order Id: id}
          null_values: ['', NA]
        columns: [{name: id, required: true}]
      - name: other
        external: {location: [], file_format: parquet}
`);

  it('have tables with landings', () => {
    expect(diagnostics).toEqual([]);
    expect(value.sources[0]).toMatchObject({ name: 'raw', schema: '2024', quoting: { identifier: true } });
    expect(value.sources[0].tables[0]).toMatchObject({
      identifier: 'ORDERS',
      columns: [{ name: 'id', required: true }],
      external: {
        locations: ['data/orders/*.csv'],
        format: 'csv',
        delimiter: ';',
        encoding: 'utf-8',
        quote: null,
        escape: null,
        header: { 'Order Id': 'id' },
        nullValues: ['', 'NA'],
        location: { line: 9, column: 11 },
      },
    });
  });

  it('keep a location as it was written', () => {
    const raw = (location: string) =>
      read(`sources: [{name: s, tables: [{name: t, external: {location: ${location}}}]}]\n`).value.sources[0].tables[0]
        .external?.raw;
    expect([raw('a.csv'), raw('[a.csv]')]).toEqual([{ location: 'a.csv' }, { location: ['a.csv'] }]);
  });

  it('an external of another tool is no landing', () => {
    expect(value.sources[0].tables[1].external).toBeNull();
  });

  it('a landing with a mistake is named', () => {
    const external = "{location: a, delimiter: '||', format: json, partitions: [x]}";
    const text = `sources: [{name: s, tables: [{name: t, external: ${external}}]}]\n`;
    expect(problems(text).map(([message]) => message)).toEqual([
      '`sources[0].tables[0].external.format` must be one of csv, found the text "json".',
    ]);
    expect(problems(text.replace('format: json, ', '')).map(([message]) => message)).toEqual([
      '`delimiter` must be one character, found "||".',
      '`partitions` has no effect: each file is loaded into one table.',
    ]);
  });
});

describe('the other lists', () => {
  it('are read', () => {
    const { value, diagnostics } = read(`seeds: [{name: s, columns: [{name: a, data_tests: [unique]}]}]
snapshots: [{name: n, relation: ref('a')}]
analyses: [{name: q}]
macros: [{name: m, arguments: [{name: a, type: text, description: b}]}]
exposures: [{name: e, type: dashboard, owner: {email: a@b.c}, depends_on: ["ref('a')"], tags: x}]
data_tests: [{name: t, description: d}]
`);
    expect(diagnostics).toEqual([]);
    expect(value).toMatchObject({
      seeds: [{ name: 's' }],
      snapshots: [{ name: 'n' }],
      analyses: [{ name: 'q' }],
      macros: [{ name: 'm', arguments: [{ name: 'a', type: 'text', description: 'b' }] }],
      exposures: [{ name: 'e', type: 'dashboard', owner: { email: 'a@b.c' }, dependsOn: ["ref('a')"], tags: ['x'] }],
      dataTests: [{ name: 't', description: 'd' }],
    });
  });

  it('an empty file declares nothing', () => {
    expect(read('').diagnostics).toEqual([]);
    expect(read('version: 2\nmodels:\n').value.models).toEqual([]);
  });
});

describe('mistakes', () => {
  it('of one entry do not hide those of another, nor the entries that are right', () => {
    const text = `modles: []
models:
  - name: right
  - name: 5
    colums: []
    materialized: table
  - description: x
    columns: {id: {}}
seeds: {name: a}
`;
    expect(problems(text)).toEqual([
      ['`seeds` must be a list of seeds, found a mapping.', '9:8', undefined],
      ['The file has the unknown key `modles`.', '1:1', "Did you mean 'models'?"],
      ['`models[1].name` must be a text, found the number 5.', '4:11', undefined],
      ['`models[1]` has the unknown key `colums`.', '5:5', "Did you mean 'columns'?"],
      ['`models[1]` has the unknown key `materialized`.', '6:5', 'Put it under `config:`.'],
      ['`models[2]` lacks the key `name`.', '7:5', undefined],
      ['`models[2].columns` must be a list of columns, found a mapping.', '8:14', undefined],
    ]);
    expect(read(text).value.models.map((model) => model.name)).toEqual(['right']);
  });

  it('a file that is no mapping is named', () => {
    expect(problems('- a\n')[0][0]).toBe('A property file must be a mapping such as `models:`, found a list.');
  });
});
