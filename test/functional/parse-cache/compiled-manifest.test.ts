/** manifest.json of a run of few nodes: the standing one with their texts exchanged, and as it would be written whole. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adapters } from '../../../adapters/index.js';
import { filesIn } from '../../support/cli.js';
import { KEEPER, runFolder } from '../../support/faults/run-folder.js';
import { loadAnew, loadKept } from '../../support/kept-project.js';

/** As `runFolder` runs. */
const asRun = { program: KEEPER, flags: { STORE_FAILURES: false, FULL_REFRESH: false } };

const files = {
  'dbt_project.yml': 'name: shop\nprofile: shop\n',
  'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: sqlite, path: shop.sqlite}}}\n',
  'models/a.sql': 'select 1 as x',
  'models/e.sql': "{{ config(materialized='ephemeral') }}select x from {{ ref('a') }}",
  'models/b.sql': "select '\"compiled\": {' as t, x from {{ ref('e') }}",
  'models/c.sql': "select x from {{ ref('b') }}",
  'models/schema.yml': 'models: [{name: a, columns: [{name: x, data_tests: [unique, not_null]}]}]\n',
};

interface Written {
  readonly text: string;
  /** When each node was written. */
  readonly times: Readonly<Record<string, number>>;
}

function written(root: string): Written {
  const text = readFileSync(join(root, 'target/manifest.json'), 'utf8');
  const { nodes } = JSON.parse(text) as { nodes: Record<string, { name: string; created_at: number }> };
  const times = Object.fromEntries(Object.values(nodes).map((node) => [node.name, node.created_at]));
  return { text: text.slice(text.indexOf('"nodes"')).replaceAll(/"created_at": [\d.]+/g, ''), times };
}

/** Runs with what is kept and without, and expects the same of both. Answers the nodes that were written anew. */
async function writtenAnew(root: string, select: readonly string[]): Promise<readonly string[]> {
  const before = written(root);
  await runFolder(root, { adapters, select, isKept: true });
  const after = written(root);
  const standing = readFileSync(join(root, 'target/manifest.json'));
  await runFolder(root, { adapters, select });
  expect(after.text).toBe(written(root).text);
  writeFileSync(join(root, 'target/manifest.json'), standing);
  return Object.keys(before.times).filter((name) => before.times[name] !== after.times[name]);
}

/** What `parse` makes of it, which expects nothing compiled. */
async function expectParsed(root: string): Promise<void> {
  const { project: _, notes: __, ...kept } = await loadKept(root, asRun);
  const { project: ___, ...anew } = await loadAnew(root, asRun);
  expect(kept).toEqual(anew);
}

async function builtOnce(): Promise<string> {
  const root = filesIn(files);
  await runFolder(root, { adapters, isKept: true });
  await loadKept(root, asRun);
  return root;
}

describe('manifest.json of a run of few nodes', () => {
  it('is the standing one with what was compiled', async () => {
    const root = await builtOnce();
    expect(await writtenAnew(root, ['b'])).toEqual(['b', 'e']);
    expect(await writtenAnew(root, ['unique_a_x', 'not_null_a_x'])).toEqual(['unique_a_x', 'not_null_a_x']);
    await expectParsed(root);
    await expectParsed(root);
  });

  it('takes edits of the code of models with it', async () => {
    const root = await builtOnce();
    writeFileSync(join(root, 'models/b.sql'), "select 2 as x from {{ ref('e') }}");
    expect(await writtenAnew(root, ['b'])).toEqual(['b', 'e']);
    writeFileSync(join(root, 'models/b.sql'), "select 3 as x from {{ ref('e') }}");
    expect(await writtenAnew(root, ['c'])).toEqual(['b', 'c']);
    await expectParsed(root);
  });

  it('is written whole where another one stands', async () => {
    const root = await builtOnce();
    const path = join(root, 'target/manifest.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('select 1 as x', 'select 9 as x'));
    expect(await writtenAnew(root, ['b'])).toHaveLength(6);
    await expectParsed(root);
  });
});
