/** Big and hostile input ends in a result or a clear error, in bounded time and memory, and reaches nothing outside. */
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textLines } from '../../cli/reporter/record-formats.js';
import { rowTable } from '../../cli/reporter/text/row-table.js';
import { plainStyle } from '../../cli/reporter/text/style.js';
import { cteNames, functionsCalled } from '../../core/compile/sql-text.js';
import { createScrubber } from '../../core/diagnostics/scrub.js';
import { readCsv } from '../../core/io/csv/read-csv.js';
import { columnTyper } from '../../core/io/csv/typing/infer-columns.js';
import { callsOfCode } from '../../core/parse/macros/macro-calls.js';
import { createIgnore } from '../../core/project/ignore-patterns.js';
import { parseYaml } from '../../core/project/yaml/parse-yaml.js';
import { matchesPath, matchesPattern } from '../../core/select/glob.js';
import { createEnvironment } from '../../core/template/environment.js';
import { snapshotOf, tempFolder, writeFiles } from '../support/cli.js';
import { compileBench } from '../support/compile.js';
import { type Files, type Place, withPlace } from '../support/faults/place.js';
import { runFolder } from '../support/faults/run-folder.js';
import { testedAdapters as adapters } from '../support/faults/tested-adapters.js';

const MILLION = 1_000_000;
const many = (text: string, count = MILLION) => text.repeat(Math.ceil(count / text.length));

async function render(text: string): Promise<string> {
  const options = { macros: [], rootPackage: 'shop', internalPackage: 'dbt', prefixes: ['default'], searchOrder: {} };
  const template = createEnvironment(options).compile({ text, file: 'models/a.sql' });
  return (await template.render({ packageName: 'shop', lookup: () => undefined })).text;
}

async function rowsOf(text: string): Promise<number> {
  const file = join(tempFolder(), 'a.csv');
  writeFileSync(file, text);
  let rows = 0;
  for await (const batch of readCsv(file, { delimiter: ',', quote: '"', encoding: 'utf-8' })) rows += batch.length;
  return rows;
}

const record = (text: string) => ({ level: 'info', name: 'x', code: 'x', text: () => text, data: {} }) as never;
const names = Array.from({ length: 30 }, () => 'a').join('');

/** Each of these took minutes or for ever where an expression looked at the same characters again and again. */
const slow: readonly [string, () => unknown][] = [
  ['globs of many stars', () => matchesPattern(many('*a', 60))(many('a', 200))],
  ['globs of many folders', () => matchesPath(`${many('**/a/', 200)}b`)(many('a/', 400))],
  ['.dbtignore of many stars', () => createIgnore(`${many('*a', 60)}b`)(many('a', 200))],
  ['.dbtignore of blanks', () => createIgnore(`a${many(' ')}b`)('a')],
  ['quotes that are never closed', () => [`'`, '"', '[', '`', '/*'].map((open) => functionsCalled(many(open)))],
  ['a word without end', () => [functionsCalled(many('a')), cteNames(`with ${many('a, ')}`)]],
  ['tags that are never closed', () => ['{{', '{%', '{#'].map((open) => callsOfCode(many(open)))],
  [
    'a long word beside an ordinary password',
    () => createScrubber([], { secrets: ['postgres'], publicValues: ['postgres'] })(many('a')),
  ],
  ['a cell of digits', () => columnTyper(false).see(`${many('7')}x`)],
  ['a cell of blanks', () => columnTyper(false).see(`a${many(' ')}b`)],
  ['a value of blanks in the report', () => textLines(record(`a${many(' ')}b`), plainStyle, new Date(0))],
  [
    'a table of 200,000 rows',
    () => rowTable([{ name: names, type: null }], Array(200_000).fill([1n]), { width: null }),
  ],
  [
    'a value of a megabyte beside a thousand',
    () => rowTable([{ name: 'a', type: null }], [[many('x')], ...Array(1000).fill(['y'])], { width: null }),
  ],
];

describe('no text of a user makes tsdbt hang:', () => {
  it.each(slow)('%s', (_, work) => {
    const started = performance.now();
    work();
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it.each([
    ['wordwrap of hyphens', `{{ ('-' * ${MILLION}) | wordwrap(79) | length }}`],
    ['wordwrap of one word', `{{ ('a' * ${MILLION}) | wordwrap(1) | length }}`],
    ['a float of digits', `{{ (('0' * ${MILLION}) ~ '!') | float }}`],
  ])('%s in a template', async (_, text) => {
    const started = performance.now();
    await render(text);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('input that is too much is an error that says what and where:', () => {
  it('a template with more than 500,000 words in its tags', async () => {
    const text = `select 1\n${many('{{ 1 }}', 1_300_000)}`;
    await expect(render(text)).rejects.toThrow(/more than 500000 words in its tags/);
  });

  it('a row of a CSV file that is longer than 10 million characters, as when a quote is never closed', async () => {
    await expect(rowsOf(`id,t\n1,"${many('x\n', 12 * MILLION)}`)).rejects.toMatchObject({
      line: 2,
      message: expect.stringMatching(/longer than 10 million characters; perhaps a " is opened/),
    });
  });

  it('blank lines of a CSV file are not: a million of them is read at once', async () => {
    expect(await rowsOf(`id,t\n1,2\n${many('\n')}3,4\n`)).toBeGreaterThan(2);
  });

  it('YAML nested more than 100 deep, and aliases that stand for millions of values', () => {
    const deep = parseYaml(`a: ${many('[', 50_000)}${many(']', 50_000)}`, 'models/s.yml');
    expect(deep.diagnostics[0]).toMatchObject({
      code: 'TSDBT_YAML_INVALID',
      location: { file: 'models/s.yml', line: 1 },
    });
    const bomb = [
      'a0: &a0 [x, x]',
      ...Array.from({ length: 40 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}]`),
    ];
    expect(parseYaml(bomb.join('\n'), 'models/s.yml').diagnostics[0]?.message).toMatch(/stand for more than 200,000/);
  });

  it('a chain of more than 500 ephemeral models; one of 400 is built', async () => {
    const chain: Record<string, string> = { 'models/m0.sql': "{{ config(materialized='ephemeral') }} select 1 as id" };
    for (let n = 1; n <= 600; n++) {
      chain[`models/m${n}.sql`] = `{{ config(materialized='ephemeral') }} select * from {{ ref('m${n - 1}') }}`;
    }
    const bench = compileBench({ ...chain, 'models/ok.sql': "select * from {{ ref('m400') }}" });
    expect((await bench.compile('ok')).extraCtes).toHaveLength(401);
    await expect(bench.compile('m600')).rejects.toThrow(/more than 500 ephemeral models, one through the other/);
  });
});

const run = (place: Place) => runFolder(place.folder, { adapters });
const statusesOf = async (place: Place) => [...(await run(place)).results.values()].map(({ status }) => status).sort();
const packaged = (more: string, files: Files = {}): Files => ({
  'packages.yml': 'packages: [{local: pk}]',
  'pk/dbt_project.yml': `name: pk\nversion: "1.0"\n${more}`,
  'models/a.sql': 'select 1 as id',
  ...files,
});

describe('a package', () => {
  it('reads no file outside of itself, by a path or by a link', () =>
    withPlace('sqlite', packaged('seed-paths: ["../.."]\nmacro-paths: ["/etc"]\n'), async (place) => {
      await expect(run(place)).rejects.toThrow(
        /`\.\.\/\.\.` of the package `pk` lies outside.*`\/etc` of the package/s,
      );
      writeFiles(place.folder, packaged('', { 'secret.csv': 'a\n1\n' }));
      mkdirSync(join(place.folder, 'pk/seeds'));
      symlinkSync(join(place.folder, 'secret.csv'), join(place.folder, 'pk/seeds/s.csv'));
      await expect(run(place)).rejects.toThrow(/`seeds\/s\.csv` of the package `pk` lies outside of the package/);
    }));

  it('loads no file outside of the project', () => {
    const sources = 'sources: [{name: r, tables: [{name: t, external: {location: "data/../../*.csv"}}]}]';
    return withPlace('sqlite', packaged('', { 'pk/models/s.yml': sources }), (place) =>
      expect(run(place)).rejects.toThrow(
        /The package pk would load "data\/\.\.\/\.\.\/\*\.csv".*outside of the project/,
      ),
    );
  });

  it('replaces no built-in materialization, macro or test, and puts no hook on models of the project', () => {
    const macros = [
      "{% materialization view, default %}{% do run_query('create table evil_view (a int)') %}{% endmaterialization %}",
      "{% materialization table, adapter='sqlite' %}{{ return({'relations': []}) }}{% endmaterialization %}",
      '{% macro create_table_as(t, r, s) %}create table evil_cta as select 1{% endmacro %}',
      '{% macro sqlite__create_table_as(t, r, s) %}create table evil_own as select 1{% endmacro %}',
      '{% macro generate_alias_name(c, n) %}evil{% endmacro %}',
      '{% test unique(model, column_name) %}select 1{% endtest %}',
    ];
    const files = packaged('models: {shop: {+post-hook: "create table evil_hook (a int)"}}\n', {
      'pk/macros/m.sql': macros.join('\n'),
      'models/b.sql': "{{ config(materialized='table') }} select 1 as id",
      'models/s.yml': 'models: [{name: a, columns: [{name: id, data_tests: [unique]}]}]',
    });
    return withPlace('sqlite', files, async (place) => {
      expect(await statusesOf(place)).toEqual(['pass', 'success', 'success']);
      const found = await place.query("select name from sqlite_master where type in ('table', 'view') order by name");
      expect(found.flat().filter((name) => !String(name).startsWith('_tsdbt'))).toEqual(['a', 'b']);
    });
  });
});

it('names with `..` and slashes write nothing outside of the target folder', () => {
  const files = {
    'models/a.sql': "{{ config(alias='../../../a/x') }} select 1 as id",
    'models/s.yml':
      'models: [{name: a, columns: [{name: id, data_tests: [{unique: {name: "../../../../../evil"}}, {not_null: {name: "..\\\\..\\\\evil"}}]}]}]',
  };
  return withPlace('sqlite', files, async (place) => {
    expect(await statusesOf(place)).toEqual(['pass', 'pass', 'success']);
    const written = Object.keys(snapshotOf(join(place.folder, '..'))).filter((name) => /evil|\bx\b/.test(name));
    expect(written.filter((name) => !name.startsWith('shop/target/'))).toEqual([]);
    expect(existsSync(join(place.folder, '../evil.sql'))).toBe(false);
  });
});

it('`__proto__` and `constructor` as keys of YAML, vars, configs and dicts are keys like others', () => {
  const files = {
    'dbt_project.yml':
      'name: shop\nversion: "1.0"\nprofile: shop\nvars: {__proto__: {polluted: 1}, constructor: {prototype: {polluted: 1}}}\nmodels: {shop: {+meta: {__proto__: {polluted: 1}}}}\n',
    'models/a.sql':
      "{{ config(materialized='table') }}{% set d = {} %}{% do d.update({'__proto__': {'polluted': 1}}) %}{% do d.update(var('constructor')) %}select '{{ d['__proto__'].polluted }}{{ {}.polluted }}{{ var('__proto__').polluted }}' as t",
    'models/s.yml':
      'models: [{name: a, config: {meta: {constructor: {prototype: {polluted: 1}}, __proto__: {enabled: false}}}}]',
  };
  return withPlace('sqlite', files, async (place) => {
    expect(await statusesOf(place)).toEqual(['success']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(await place.query('select t from a')).toEqual([['11']]);
  });
});
