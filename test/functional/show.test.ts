/** What `show` shows of each kind of node, in which form; and that the line which a failing test prints works as pasted. */
import { execFileSync } from 'node:child_process';
import { describe, expect, inject, it } from 'vitest';
import { type CliResult, tempProject, tsdbt } from '../support/cli.js';

const files = {
  'seeds/people.csv': 'id,name,paid\n1,Ada,1.50\n2,"Grace, Adm.",\n',
  'models/late.sql':
    "{{ config(materialized='ephemeral') }} select 1 as id, 'first line\nsecond' as text union all select 2, null",
  'models/above.sql': "{{ config(materialized='table') }} select * from {{ ref('late') }} where id < 10",
  'models/schema.yml': `models:
  - name: above
    columns:
      - name: id
        data_tests:
          - accepted_values:
              name: "ids, as they should be"
              arguments: {values: ["{{ var('allowed', 1) }}"], quote: false}
              config: {limit: 1}
`,
  'analyses/counted.sql': "select count(*) as n from {{ ref('late') }}",
};

/** The words that a shell makes of a line. */
function shellWords(line: string): string[] {
  return execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);
}

describe('show', () => {
  const show = (...args: string[]): Promise<CliResult> =>
    tsdbt(['show', '--quiet', ...args], { cwd: tempProject(files) });

  it('shows models that nothing has built: ephemeral ones, those above them, analyses, seeds', async () => {
    expect((await show('-s', 'late', '--output', 'json')).stdout).toContain('"text": "first line\\nsecond"');
    expect((await show('-s', 'above')).stdout.split('\n')).toEqual([
      '| id | text               |',
      '| -- | ------------------ |',
      '|  1 | first line\\nsecond |',
      '|  2 |                    |',
      '',
    ]);
    expect((await show('-s', 'counted')).stdout).toContain('|  2 |');
    expect((await show('-s', 'people', '--limit', '1')).stdout.split('\n')).toEqual([
      '| id | name | paid |',
      '| -- | ---- | ---- |',
      '|  1 | Ada  |  1.5 |',
      '',
    ]);
  });

  it('shows several nodes one after the other, and one of them alone as CSV', async () => {
    const both = await show('-s', 'late', 'people', '--limit', '1', '--output', 'json');
    expect(both.stdout.match(/"node": "\w+"/g)).toEqual(['"node": "late"', '"node": "people"']);
    const csv = await show('-s', 'late', 'people', '--output', 'csv');
    expect([csv.code, csv.stdout, csv.stderr]).toEqual([2, '', expect.stringContaining('CSV holds one table')]);
  });

  it('writes CSV as RFC 4180 has it, and tells null from nothing', async () => {
    const sql = `select 1 as "a,b", 'x"y' as q, '' as empty, null as missing, 9223372036854775807 as big, x'00ff' as bytes`;
    expect((await show('--inline', sql, '--output', 'csv')).stdout).toBe(
      '"a,b",q,empty,missing,big,bytes\r\n1,"x""y","",,9223372036854775807,\\x00ff\r\n',
    );
  });

  it('fits the table into the width that it is given', async () => {
    const { stdout } = await show(
      '--inline',
      "select 1 as id, '日本語のとても長い説明' as a, 2 as b",
      '--printer-width',
      '24',
    );
    expect(stdout.split('\n')).toEqual([
      '| id | a          | b  |',
      '| -- | ---------- | -- |',
      '|  1 | 日本語...  |  2 |',
      '',
    ]);
  });
});

describe('show of a query', () => {
  it('says that a selection beside it changes nothing', async () => {
    const result = await tsdbt(['show', '--inline', 'select 7 as n', '-s', 'late'], { cwd: tempProject(files) });
    expect(result.code).toBe(0);
    expect(result.stdout).toBe('| n  |\n| -- |\n|  7 |\n');
    expect(result.stderr).toContain('--inline is used alone: --select and --selector beside it change nothing.');
  });
});

describe('show of a source', () => {
  it('says by which query its rows are shown', async () => {
    const cwd = tempProject({ ...files, 'models/sources.yml': 'sources: [{name: raw, tables: [{name: orders}]}]\n' });
    const { code, stderr } = await tsdbt(['show', '-s', 'source:raw'], { cwd });
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining("--inline \"select * from {{ source('raw', 'orders') }}\""),
    ]);
  });
});

describe('show on Postgres', () => {
  it('keeps every digit and every microsecond, in JSON and in CSV', async () => {
    const output = { type: 'postgres', ...inject('postgres'), dbname: 'postgres', schema: 'public', threads: 1 };
    const cwd = tempProject({
      'dbt_project.yml': 'name: shop\nversion: "1.0"\nconfig-version: 2\nprofile: shop\n',
      'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs: { dev: output } } }),
    });
    const sql = `select 9007199254740993::bigint as big, 0.10000000000000000001::numeric as part, 'NaN'::float8 as nan,
      timestamp '2024-02-29 12:00:00.000001' as moment, '\\x00ff'::bytea as bytes, '{"a": 1}'::json as doc, false as flag`;
    const show = (form: string) => tsdbt(['show', '-q', '--inline', sql, '--output', form], { cwd });
    expect((await show('json')).stdout.split('\n').slice(3, 10)).toEqual([
      '      "big": 9007199254740993,',
      '      "part": 0.10000000000000000001,',
      '      "nan": "NaN",',
      '      "moment": "2024-02-29 12:00:00.000001",',
      '      "bytes": "00ff",',
      '      "doc": "{\\"a\\": 1}",',
      '      "flag": false',
    ]);
    expect((await show('csv')).stdout.split('\r\n')[1]).toBe(
      '9007199254740993,0.10000000000000000001,NaN,2024-02-29 12:00:00.000001,\\x00ff,"{""a"": 1}",false',
    );
  });
});

describe('a failing test', () => {
  it('prints a line that shows all its rows when it is pasted, with the flags that say what was tested', async () => {
    const cwd = tempProject(files);
    await tsdbt(['run'], { cwd });
    const vars = '{allowed: 7}';
    const tested = await tsdbt(['test', '--vars', vars], { cwd });
    expect(tested.code).toBe(1);
    const line = /All of them: tsdbt (.+)/.exec(tested.stdout)?.[1] ?? '';
    const path = /compiled code at (.+)/.exec(tested.stdout)?.[1] ?? '';
    expect(path).toMatch(/^target\/compiled\/shop\/models\/schema\.yml\/.+\.sql$/);
    const shown = await tsdbt([...shellWords(line), '--quiet'], { cwd });
    expect([shown.code, shown.stderr]).toEqual([0, '']);
    expect(shown.stdout.trim().split('\n')).toHaveLength(4);
  });
});
