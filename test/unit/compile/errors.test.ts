import { describe, expect, it } from 'vitest';
import { locateSqlError } from '../../../core/compile/locate-sql-error.js';
import { cteNames, functionsCalled } from '../../../core/compile/sql-text.js';
import { checkView } from '../../../core/compile/static-checks.js';
import { TsdbtError } from '../../../core/diagnostics/error.js';
import { answered, type CompileOptions, compileBench } from '../../support/compile.js';
import type { Files } from '../../support/project.js';

describe('a position in SQL that the database refused', () => {
  const files = {
    'models/e.sql': "\n\n{{ config(materialized='ephemeral') }}\nselect\n  wrong_e as id",
    'models/m.sql': "\n  select\n  {{ both('id') }},\n  wrong_m\nfrom {{ ref('e') }}",
    'macros/both.sql':
      '{% macro both(name) -%}\n  {{ name }},\n  {{ inner() }}\n{%- endmacro %}\n{% macro inner() %}wrong_i{% endmacro %}',
  };
  const place = async (word: string, wrap = (sql: string) => `create table "m" as (\n${sql}\n)`) => {
    const compiled = await compileBench(files).compile('m');
    const statement = wrap(compiled.sql.text);
    return locateSqlError(compiled, statement, { position: statement.indexOf(word) });
  };

  it('leads to the line of the model', async () => {
    expect(await place('wrong_m')).toEqual({ location: { file: 'models/m.sql', line: 4, column: 3 }, notes: [] });
  });

  it('leads to the line of an ephemeral model', async () => {
    expect((await place('wrong_e'))?.location).toEqual({ file: 'models/e.sql', line: 5, column: 3 });
  });

  it('leads to the call in the model when a macro wrote the text, and notes the macros', async () => {
    const found = await place('wrong_i');
    expect(found?.location).toMatchObject({ file: 'models/m.sql', line: 3 });
    expect(found?.notes.map(({ message, location }) => [message, location?.file, location?.line])).toEqual([
      ["in macro 'inner'", 'macros/both.sql', 5],
      ["in macro 'both'", 'macros/both.sql', 3],
    ]);
  });

  it('is found when the wrapping macro has trimmed the SQL', async () => {
    expect((await place('wrong_m', (sql) => `explain ${sql.trim()}`))?.location.line).toBe(4);
  });

  it('leads nowhere outside of the compiled SQL, or without a position', async () => {
    expect(await place('create table')).toBe(null);
    const compiled = await compileBench(files).compile('m');
    expect(locateSqlError(compiled, compiled.sql.text, { position: null })).toBe(null);
  });
});

describe('errors while a template runs', () => {
  const failure = async (files: Files, options: CompileOptions = {}) => {
    const error = await compileBench(files, options)
      .compile('m')
      .catch((thrown: unknown) => thrown);
    if (!(error instanceof TsdbtError)) throw new Error(`no TsdbtError: ${String(error)}`);
    return error.diagnostics[0];
  };

  it('of the database have the place of the call and the macros in between', async () => {
    const files = {
      'models/m.sql': "select 1\n{% set names = names_of('t') %}",
      'macros/names.sql': "{% macro names_of(t) %}\n{{ return(run_query('select x from ' ~ t)) }}\n{% endmacro %}",
    };
    const found = await failure(files, { answer: () => new Error('no such table: t') });
    expect(found).toMatchObject({ code: 'TSDBT_DATABASE_ERROR', location: { file: 'models/m.sql', line: 2 } });
    expect(found.message).toContain('no such table: t');
    expect(found.notes?.map(({ message }) => message)).toEqual(expect.arrayContaining(["in macro 'names_of'"]));
  });

  it('of a relation that cannot be looked up never read as "not there"', async () => {
    const files = {
      'models/m.sql': "{{ config(materialized='incremental') }}select 1{% if is_incremental() %} where 1{% endif %}",
    };
    const found = await failure(files, { state: () => ({ presence: 'unknown', reason: 'permission denied' }) });
    expect(found).toMatchObject({ code: 'TSDBT_RELATION_UNKNOWN', location: { file: 'models/m.sql' } });
    expect(found.message).toContain('permission denied');
  });

  it('of dispatch list the names that were tried', async () => {
    const found = await failure({
      'models/m.sql': "{% if execute %}{{ adapter.dispatch('nothing', 'dbt')() }}{% endif %}",
    });
    expect(found.message).toContain('postgres__nothing');
    expect(found.message).toContain('default__nothing');
  });
});

describe('is_incremental', () => {
  const files = (config: string) => ({ 'models/m.sql': `{{ config(${config}) }}{{ is_incremental() }}` });
  const answer = async (config: string, options: CompileOptions) =>
    (await compileBench(files(config), options).compile('m')).sql.text;
  const table: CompileOptions = { state: () => ({ presence: 'present', type: 'table' }) };

  it.each([
    ["materialized='incremental'", table, 'True'],
    ["materialized='incremental'", {}, 'False'],
    ["materialized='incremental'", { state: () => ({ presence: 'present', type: 'view' }) }, 'False'],
    ["materialized='table'", table, 'False'],
    ["materialized='incremental', full_refresh=true", table, 'False'],
    ["materialized='incremental'", { ...table, flags: { FULL_REFRESH: true } }, 'False'],
    ["materialized='incremental', full_refresh=false", { ...table, flags: { FULL_REFRESH: true } }, 'True'],
  ] as const)('of %s', async (config, options, expected) => {
    expect(await answer(config, options as CompileOptions)).toBe(expected);
  });
});

describe('queries while a model compiles', () => {
  it('are run once each, in order', async () => {
    const files = {
      'models/m.sql':
        "{% for n in run_query('select n from a').columns[0].values() %}{{ run_query('select ' ~ n).rows[0][0] }},{% endfor %}",
    };
    const bench = compileBench(files, {
      answer: (sql) => answered(['n'], sql.includes('from a') ? [[1n], [2n]] : [[BigInt(sql.trim().slice(7)) * 10n]]),
    });
    expect((await bench.compile('m')).sql.text).toBe('10,20,');
    expect(bench.ran).toEqual(['select n from a', 'select 1', 'select 2']);
  });
});

describe('checks of views on SQLite', () => {
  const check = async (files: Files, name = 'v') => {
    const bench = compileBench(files, { adapter: 'sqlite' });
    const { manifest, adapter, target } = bench.runtime;
    return checkView(await bench.compile(name), { manifest, adapter, credentials: target.credentials });
  };

  it('warn of functions that only tsdbt has', async () => {
    const found = await check({
      'models/v.sql': "select md5(name) as key, 'split_part(x)' as text -- date_trunc(x)\nfrom t",
    });
    expect(found).toMatchObject([{ code: 'TSDBT_VIEW_FUNCTION', severity: 'warning' }]);
    expect(found[0].message).toContain('calls md5, which');
  });

  it('say nothing of tables, and of views without such functions', async () => {
    expect(await check({ 'models/v.sql': "{{ config(materialized='table') }}select md5('a') as key" })).toEqual([]);
    expect(await check({ 'models/v.sql': 'select lower(name) as name from t' })).toEqual([]);
  });

  it('refuse a view that reads an attached file, through an ephemeral model too', async () => {
    const files = {
      'models/v.sql': "select * from {{ ref('e') }}",
      'models/e.sql': "{{ config(materialized='ephemeral') }}select * from {{ source('erp', 'orders') }}",
      'models/s.yml': 'sources: [{name: erp, tables: [{name: orders}]}]\n',
    };
    const bench = compileBench(files, { adapter: 'sqlite' });
    const { manifest, adapter } = bench.runtime;
    const locate = () => ({ file: 'profiles.yml', line: 1, column: 1 });
    const output = { type: 'sqlite', path: 'shop.sqlite', attach: { erp: 'erp.sqlite' } };
    const read = adapter.readCredentials(output, { projectDir: '/project', projectName: 'shop', locate });
    if (read.value === null) throw new Error('the output is refused');
    const found = checkView(await bench.compile('v'), { manifest, adapter, credentials: read.value });
    expect(found).toMatchObject([
      { code: 'TSDBT_VIEW_OTHER_FILE', severity: 'error', hint: 'Set materialized: table.' },
    ]);
    expect(found[0].message).toContain('source.shop.erp.orders');
  });

  it('find the names of CTEs outside of texts and comments', () => {
    const sql = `with a as (select 1), "B" (x, y) as materialized (select 'with d as (1)'), -- , e as (
      c as (with recursive f as (select cast(g as (h)) from i) select 1) select j as k, l as (m)`;
    expect([...cteNames(sql)]).toEqual(expect.arrayContaining(['a', 'b', 'c', 'f']));
    expect([...cteNames(sql)]).not.toEqual(expect.arrayContaining(['d']));
    expect([...cteNames(sql)]).not.toEqual(expect.arrayContaining(['e']));
  });

  it('find the names of functions outside of texts, names and comments', () => {
    const sql = `select a(1), B (2), "c"(3), 'd(4)', /* e(5) */ f
      (6) -- g(7)`;
    expect([...functionsCalled(sql)]).toEqual(['a', 'b', 'f']);
  });
});
