import { describe, expect, it } from 'vitest';
import { tempProject, tsdbt } from '../support/cli.js';

const files = {
  'seeds/numbers.csv': 'id,label\n1,one\n2,two\n3,three\n4,four\n5,five\n6,six\n',
  'models/big.sql': "{{ config(tags=['wide']) }} select id, label from {{ ref('numbers') }}",
  'models/marts/counted.sql': "{{ config(materialized='table') }}select count(*) as n from {{ ref('big') }}",
  'models/schema.yml': 'models:\n  - name: big\n    columns:\n      - {name: id, data_tests: [unique]}\n',
};

async function answer(args: readonly string[], env: Record<string, string> = {}) {
  const cwd = tempProject(files);
  if (args[0] === 'show') await tsdbt(['seed'], { cwd });
  if (args[0] === 'show') await tsdbt(['run'], { cwd });
  return tsdbt(args, { cwd, env });
}

describe('ls', () => {
  it('lists selectors, by unique id, on stdout alone', async () => {
    const { code, stdout } = await answer(['ls']);
    expect(code).toBe(0);
    expect(stdout).toBe('shop.big\nshop.marts.counted\nshop.numbers\nshop.unique_big_id\n');
  });

  it.each([
    ['name', 'big\ncounted\nnumbers\nunique_big_id\n'],
    ['path', 'models/big.sql\nmodels/marts/counted.sql\nseeds/numbers.csv\nmodels/schema.yml\n'],
  ])('lists by %s', async (form, expected) => {
    expect((await answer(['ls', '--output', form])).stdout).toBe(expected);
  });

  it('lists JSON objects with the keys that were asked for', async () => {
    const { stdout } = await answer([
      'ls',
      '--select',
      'tag:wide',
      '--resource-type',
      'model',
      '--output',
      'json',
      '--output-keys',
      'name tags',
    ]);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([{ name: 'big', tags: ['wide'] }]);
  });

  it('keeps and drops resource types', async () => {
    expect((await answer(['ls', '--resource-type', 'seed', 'test'])).stdout).toBe('shop.numbers\nshop.unique_big_id\n');
    expect((await answer(['ls', '--exclude-resource-type', 'test', 'model'])).stdout).toBe('shop.numbers\n');
    expect((await answer(['ls'], { DBT_RESOURCE_TYPES: 'seed' })).stdout).toBe('shop.numbers\n');
  });

  it('refuses a form and a type that do not exist', async () => {
    const wrongForm = await answer(['ls', '--output', 'jsn']);
    expect([wrongForm.code, wrongForm.stdout]).toEqual([2, '']);
    expect(wrongForm.stderr).toContain("Did you mean 'json'?");
    expect((await answer(['ls', '--resource-type', 'modle'])).stderr).toContain("Did you mean 'model'?");
  });
});

describe('show', () => {
  it('prints five rows as a table', async () => {
    const { code, stdout, stderr } = await answer(['show', '--select', 'big']);
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(0, 3)).toEqual(['| id | label |', '| -- | ----- |', '|  1 | one   |']);
    expect(stdout.trim().split('\n')).toHaveLength(7);
    expect(stderr).toContain("Previewing node 'big':");
  });

  it('prints all rows with --limit -1', async () => {
    expect((await answer(['show', '--select', 'big', '--limit', '-1'])).stdout.trim().split('\n')).toHaveLength(8);
  });

  it('prints JSON that parses, for nodes and for inline SQL', async () => {
    const node = await answer(['show', '--select', 'counted', '--output', 'json']);
    expect(JSON.parse(node.stdout)).toEqual({ node: 'counted', show: [{ n: 6 }] });
    const inline = await answer([
      'show',
      '--inline',
      "select max(id) as top from {{ ref('big') }}",
      '--output',
      'json',
    ]);
    expect(inline.stdout).toBe('{\n  "show": [\n    {\n      "top": 6\n    }\n  ]\n}\n');
  });

  it('keeps every digit', async () => {
    const sql = 'select 9223372036854775807 as big, 0.1 as part';
    const { stdout } = await answer(['show', '--inline', sql, '--output', 'json']);
    expect(stdout).toContain('"big": 9223372036854775807');
  });

  it('wants something to show', async () => {
    const { code, stdout, stderr } = await answer(['show']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('tsdbt show needs a node or a query to show.');
  });

  it('shows where inline SQL is wrong', async () => {
    const { code, stdout, stderr } = await answer(['show', '--inline', "select *\nfrom {{ ref('bigg') }}"]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain("Did you mean 'big'?");
  });
});

describe('compile', () => {
  it('prints the SQL of an inline query alone', async () => {
    const { code, stdout, stderr } = await answer(['compile', '--inline', "select 1 from {{ ref('big') }}"]);
    expect([code, stdout]).toEqual([0, 'select 1 from "big"\n']);
    expect(stderr).toContain('Compiled inline node is:');
  });

  it('prints JSON', async () => {
    const { stdout } = await answer(['compile', '--select', 'counted', '--output', 'json']);
    expect(JSON.parse(stdout)).toEqual({ node: 'counted', compiled: 'select count(*) as n from "big"' });
  });

  it('prints nothing when nothing was asked for by name', async () => {
    const { code, stdout } = await answer(['compile']);
    expect([code, stdout]).toEqual([0, '']);
  });
});

describe('parse', () => {
  it('writes the manifest', async () => {
    const { code, stdout } = await answer(['parse']);
    expect(code).toBe(0);
    expect(stdout).toContain('Wrote target/manifest.json');
  });
});
