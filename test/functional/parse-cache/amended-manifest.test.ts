import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn } from '../../support/cli.js';
import { type KeptOptions, loadAnew, loadKept } from '../../support/kept-project.js';

const files = {
  'dbt_project.yml': 'name: shop\nprofile: shop\nvars: {days: 1}\n',
  'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: sqlite, path: shop.sqlite}}}\n',
  'macros/cents.sql': '{% macro cents(c) %}{{ c }} / 100{% endmacro %}',
  'models/a.sql': 'select 1 as x',
  'models/b.sql':
    "{{ config(tags='t', meta={'model.shop.c': {'unique_id': 'model.shop.c'}}) }}select * from {{ ref('a') }}",
  'models/c.sql': "select '}' as \"{\" from {{ ref('a') }}",
  'models/d.sql': "select '\\\\' as d from {{ ref('a') }}",
  'models/schema.yml':
    'models:\n  - name: b\n    description: The b\n    columns: [{name: x, data_tests: [unique, not_null]}]\n  - name: gone\n',
};

function edit(root: string, name: string, change: (text: string) => string): void {
  const path = join(root, `models/${name}.sql`);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

/** When each model was written into manifest.json. */
function writingTimes(root: string): Readonly<Record<string, number>> {
  const { nodes } = JSON.parse(readFileSync(join(root, 'target/manifest.json'), 'utf8'));
  return Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, nodes[`model.shop.${name}`].created_at]));
}

/** Loads with the cache, expects what loading without it gives, and answers the models that were written anew. */
async function writtenAnew(root: string, options: KeptOptions = {}): Promise<readonly string[]> {
  const before = writingTimes(root);
  const { project: _, notes: __, ...kept } = await loadKept(root, options);
  const after = writingTimes(root);
  const { project: ___, ...anew } = await loadAnew(root, options);
  expect(kept).toEqual(anew);
  return Object.keys(before).filter((name) => before[name] !== after[name]);
}

async function loadedOnce(more: Readonly<Record<string, string>> = {}): Promise<string> {
  const root = filesIn({ ...files, ...more });
  await loadKept(root);
  return root;
}

describe('after an edit of the code of a model', () => {
  it('writes nothing but that model anew', async () => {
    const root = await loadedOnce();
    edit(root, 'b', (text) => `${text} -- one`);
    expect(await writtenAnew(root)).toEqual(['b']);
    expect(await writtenAnew(root)).toEqual([]);
    edit(root, 'b', (text) => `${text}, two`);
    edit(root, 'd', () => "select '{' as d, \"'}\" from {{ ref('a') }}");
    expect(await writtenAnew(root)).toEqual(['b', 'd']);
    edit(root, 'a', (text) => text.replace('1', "{{ cents(var('days')) }}"));
    expect(await writtenAnew(root)).toEqual(['a']);
  });

  it('gives the nodes as they are now', async () => {
    const root = await loadedOnce();
    edit(root, 'b', (text) => `${text} -- one`);
    const { project } = await loadKept(root);
    const { project: anew } = await loadAnew(root);
    expect([...(project?.manifest.nodes ?? [])]).toEqual([...(anew?.manifest.nodes ?? [])]);
  });

  it('knows what the new code looks up', async () => {
    const root = await loadedOnce();
    edit(
      root,
      'a',
      () => "select {{ env_var('WHO', '1') }} as x{% if env_var('WHO', '1') == '3' %}{{ ref('d') }}{% endif %}",
    );
    expect(await writtenAnew(root)).toEqual(['a']);
    expect(await writtenAnew(root, { env: { WHO: '2' } })).toEqual(['a', 'b', 'c', 'd']);
    edit(root, 'd', () => 'select 1 as d');
    await writtenAnew(root, { env: { WHO: '3' } });
  });

  it('goes on from an edit whose manifest.json was never written', async () => {
    const root = await loadedOnce();
    const standing = readFileSync(join(root, 'target/manifest.json'));
    edit(root, 'b', (text) => text.replace("'t'", "'u'"));
    await loadKept(root);
    writeFileSync(join(root, 'target/manifest.json'), standing);
    edit(root, 'b', (text) => `${text} -- one`);
    expect(await writtenAnew(root)).toEqual(['a', 'b', 'c', 'd']);
  });
});

/** Edits that more depends on than the model itself. */
const edits: Readonly<Record<string, readonly [name: string, text: string]>> = {
  'another parent': ['c', "select * from {{ ref('b') }}"],
  'a parent that is missing': ['c', "select * from {{ ref('nobody') }}"],
  'a circle': ['a', "select * from {{ ref('b') }}"],
  'a tag': ['c', "{{ config(tags='new') }}select * from {{ ref('a') }}"],
  'another relation': ['c', "{{ config(alias='b') }}select * from {{ ref('a') }}"],
  'a model that is switched off': ['d', '{{ config(enabled=false) }}select 1'],
  'a template that cannot be read': ['c', '{{ '],
  'a template that says something': ['c', "{{ log('here', info=true) }}select * from {{ ref('a') }}"],
  'a template that warns': ['c', "{{ exceptions.warn('look') }}select * from {{ ref('a') }}"],
  'a model whose id stands elsewhere too': ['c', "select 2 from {{ ref('a') }}"],
};

describe('after an edit that more depends on', () => {
  for (const [what, [name, text]] of Object.entries(edits)) {
    it(`gives what parsing everything gives: ${what}`, async () => {
      const root = await loadedOnce();
      const { project: _, notes: __, ...before } = await loadKept(root);
      edit(root, name, () => text);
      const { project: ___, notes: ____, ...kept } = await loadKept(root);
      const { project: _____, ...anew } = await loadAnew(root);
      expect(kept).toEqual(anew);
      expect(kept).not.toEqual(before);
    });
  }

  it('says no longer what was said of the file', async () => {
    const root = await loadedOnce({ 'models/e.sql': "{{ config(materialised='table') }}select 1" });
    const { diagnostics } = await loadKept(root);
    edit(root, 'e', () => 'select 1');
    await writtenAnew(root);
    expect((await loadKept(root)).diagnostics).toEqual((await loadAnew(root)).diagnostics);
    expect(diagnostics).toContain('gone');
  });
});
