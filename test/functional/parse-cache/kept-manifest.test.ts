import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adapters } from '../../../adapters/index.js';
import { filesIn } from '../../support/cli.js';
import { runFolder } from '../../support/faults/run-folder.js';
import { isKept, type KeptOptions, loadAnew, loadKept } from '../../support/kept-project.js';

const files = {
  'dbt_project.yml': 'name: shop\nprofile: shop\non-run-end: select 1\nmodels: {shop: {off: {+enabled: false}}}\n',
  'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: sqlite, path: shop.sqlite}}}\n',
  'macros/cents.sql': '{% macro cents(c) %}{{ c }} / 100{% endmacro %}',
  'models/a.sql': "select * from {{ source('raw', 'orders') }}",
  'models/b.sql': "select {{ cents('x') }} as x from {{ ref('a') }}",
  'models/c.sql': "select * from {{ ref('b') }} join {{ ref('a') }} on true",
  'models/off/d.sql': 'select 1',
  'models/schema.yml':
    'sources: [{name: raw, tables: [{name: orders}]}]\nmodels:\n  - name: b\n    description: "{{ doc(\'about\') }}"\n    config: {meta: {whole: 1.0, big: 9007199254740993, none: -0.0}}\n    columns: [{name: x, data_tests: [unique, {accepted_values: {arguments: {values: [1.0]}}}]}]\nexposures: [{name: board, type: dashboard, owner: {name: me, email: me@example.com}, depends_on: ["ref(\'c\')"]}]\n',
  'models/docs.md': '{% docs about %}All of it{% enddocs %}',
  'seeds/rates.csv': 'id\n1\n',
};

const forNodes: KeptOptions = { isForNodes: true };

/** Loads for a command that looks at nodes, and expects what loading without a cache gives. Answers whether they were kept. */
async function keepsNodes(root: string, options: KeptOptions = forNodes): Promise<boolean> {
  const { project, notes: _, ...kept } = await loadKept(root, options);
  const { project: __, ...anew } = await loadAnew(root, options);
  expect(kept).toEqual(anew);
  return project !== null && isKept(project);
}

const edit = (root: string, name: string, text: string) => writeFileSync(join(root, `models/${name}.sql`), text);

describe('the resolved manifest', () => {
  it('is kept for the next command that looks at nodes', async () => {
    const root = filesIn(files);
    expect(await keepsNodes(root)).toBe(false);
    expect(await keepsNodes(root)).toBe(true);
  });

  it('is kept of a project that was only parsed before', async () => {
    const root = filesIn(files);
    await loadKept(root);
    expect(await keepsNodes(root)).toBe(false);
    expect(await keepsNodes(root)).toBe(true);
  });

  it('is kept of a project that was never more than run, whose manifest.json has all nodes compiled', async () => {
    const root = filesIn({ ...files, 'models/a.sql': 'select 1 as x' });
    const run = { adapters, isKept: true, select: ['a'] } as const;
    const nodes = () => readFileSync(join(root, 'target/tsdbt_parse/manifest.cache'), 'utf8');
    await runFolder(root, run);
    const kept = nodes();
    await runFolder(root, run);
    expect(nodes()).toBe(kept);
  });

  it('is not kept by a command that writes nothing', async () => {
    const root = filesIn(files);
    await loadKept(root, { ...forNodes, isWritten: false });
    expect(await keepsNodes(root)).toBe(false);
  });

  it('holds through edits of the code of models, one after the other', async () => {
    const root = filesIn(files);
    await keepsNodes(root);
    for (const code of ["select 2 as x from {{ ref('a') }}", "select {{ cents(cents('y')) }} from\n {{ ref('a') }}"]) {
      edit(root, 'b', code);
      expect(await keepsNodes(root)).toBe(true);
      await loadKept(root);
      expect(await keepsNodes(root)).toBe(true);
    }
    edit(root, 'c', "select 1 from {{ ref('b') }} cross join {{ ref('a') }}");
    expect(await keepsNodes(root)).toBe(true);
    edit(root, 'b', files['models/b.sql']);
    expect(await keepsNodes(root)).toBe(true);
  });

  it('is made anew when more of a model has changed than its code', async () => {
    const root = filesIn(files);
    await keepsNodes(root);
    for (const code of [
      'select 1 as x',
      "select 1 as x from {{ ref('a') }} cross join {{ ref('c_of_nobody') }}",
      "{{ config(tags=['t']) }} select 1 as x from {{ ref('a') }}",
      "{{ config(materialized='ephemeral') }} select 1 as x from {{ ref('a') }}",
      "{{ log('here', info=true) }} select 1 as x from {{ ref('a') }}",
      '{{ ',
    ]) {
      edit(root, 'b', code);
      expect(await keepsNodes(root)).toBe(false);
    }
  });

  it('is made anew when a look-up of the environment has another outcome', async () => {
    const root = filesIn({ ...files, 'models/e.sql': "select '{{ env_var('REGION', 'eu') }}' as r" });
    const inRegion = (REGION: string): KeptOptions => ({ ...forNodes, env: { REGION } });
    await keepsNodes(root, inRegion('eu'));
    expect(await keepsNodes(root, inRegion('eu'))).toBe(true);
    expect(await keepsNodes(root, inRegion('us'))).toBe(false);
  });

  it('is left aside where a chunk is damaged or gone, and a whole one is read then', async () => {
    for (const damage of [(path: string) => writeFileSync(path, '{}'), (path: string) => rmSync(path)]) {
      const root = filesIn(files);
      await keepsNodes(root);
      const folder = join(root, 'target/tsdbt_parse');
      const chunks = readdirSync(folder).filter((name) => name.endsWith('.nodes'));
      expect(chunks.length).toBeGreaterThan(2);
      for (const name of chunks) damage(join(folder, name));
      expect(await keepsNodes(root)).toBe(true);
    }
  });

  it('is taken into memory by a run, which others may outlast with edits and what they delete', async () => {
    const root = filesIn(files);
    await runFolder(root, { adapters, isKept: true, select: ['b'] });
    const folder = join(root, 'target/tsdbt_parse');
    let deleted: readonly string[] = [];
    const intrude = () => {
      deleted = readdirSync(folder).filter((name) => name.endsWith('.nodes'));
      for (const name of deleted) rmSync(join(folder, name));
      writeFileSync(join(root, 'models/docs.md'), '{% docs about %}Nothing of it{% enddocs %}');
    };
    await runFolder(root, {
      ...{ adapters, isKept: true, select: ['b'] },
      onEvent: ({ kind }) => {
        if (kind === 'run-started') intrude();
      },
    });
    expect(deleted.length).toBeGreaterThan(2);
    const { docs } = JSON.parse(readFileSync(join(root, 'target/manifest.json'), 'utf8'));
    expect(docs['doc.shop.about'].block_contents).toBe('All of it');
  });

  it('is left aside when it is damaged as a whole, or of another build', async () => {
    const root = filesIn(files);
    await keepsNodes(root);
    const path = join(root, 'target/tsdbt_parse/manifest.cache');
    writeFileSync(path, readFileSync(path, 'utf8').replace('model.shop.a', 'model.shop.z'));
    expect(await keepsNodes(root)).toBe(false);
    expect(await keepsNodes(root, { ...forNodes, program: 'another build' })).toBe(false);
  });

  it('is not kept when it holds a secret', async () => {
    const root = filesIn({ ...files, 'models/e.sql': "select 'hunter2hunter2' as s" });
    const options = { ...forNodes, secrets: ['hunter2hunter2'] };
    await loadKept(root, options);
    const folder = join(root, 'target/tsdbt_parse');
    const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(texts.filter((text) => text.includes('hunter2'))).toEqual([]);
    const { project } = await loadKept(root, options);
    expect(project === null || isKept(project)).toBe(false);
  });

  it('is what parsing everything gives, after any edits in any order', async () => {
    const root = filesIn(files);
    let seed = 20;
    const next = (most: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor((seed / 2 ** 31) * most);
    };
    let kept = 0;
    for (let step = 0; step < 10; step++) {
      const [name, texts] = edits[next(edits.length)];
      writeFileSync(join(root, name), texts[next(texts.length)]);
      if (next(3) === 0) await loadKept(root);
      kept += (await keepsNodes(root)) ? 1 : 0;
    }
    expect(kept).toBeGreaterThan(2);
  });
});

/** Texts that files may have, one after the other. */
const edits: readonly (readonly [name: string, texts: readonly string[]])[] = [
  ['models/a.sql', ['select 1 as x', 'select 2 as x', "select {{ cents('x') }} as x from {{ ref('rates') }}"]],
  ['models/b.sql', ["select x from {{ ref('a') }}", "select {{ cents('x') }} as x from {{ ref('a') }} where 1 = 1"]],
  ['models/b.sql', ["{{ config(alias='bee') }}select x from {{ ref('a') }}", "select 1 as x -- {{ var('v', 1) }}"]],
  ['models/c.sql', ["select 3 from {{ ref('b') }} join {{ ref('a') }} on false", files['models/c.sql']]],
  ['models/f.sql', ["select * from {{ ref('c') }}", "select 1 from {{ ref('c') }}"]],
  ['macros/cents.sql', ['{% macro cents(c) %}{{ c }}{% endmacro %}', files['macros/cents.sql']]],
  ['seeds/rates.csv', ['id\n2\n', 'id\n3\n']],
];
