import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { adapters } from '../../../adapters/index.js';
import { createSnapshotLoader, type SnapshotLoader } from '../../../core/api/snapshots/create-snapshot-loader.js';
import { loadProject } from '../../../core/index.js';
import { locateProject } from '../../../core/io/locate-project.js';
import { plainText } from '../../../core/parse/reuse/look-ups.js';
import { filesIn } from '../../support/cli.js';
import { manifestJsonText } from '../../support/manifest-json.js';

const invocation = {
  id: 'id',
  startedAt: '2026-01-02T03:04:05.000006Z',
  which: 'run',
  flags: {},
  args: {},
  env: {},
  toolVersion: '0.0.0',
};

const METADATA = {
  dbtVersion: '1',
  toolVersion: '1',
  generatedAt: '2026-01-01T00:00:00.000000Z',
  invocationId: 'i',
  invocationStartedAt: '2026-01-01T00:00:00.000000Z',
  env: {},
};

async function load(root: string, loader: SnapshotLoader | null) {
  const none = { profilesDir: null, profile: null, target: null, targetPath: null, logPath: null };
  const options = { cwd: root, projectDir: null, ...none, cliVars: {}, versionCheck: true, homeDir: root };
  const { value: located, diagnostics } = await locateProject({ ...options, adapters, invocation });
  if (located === null) return { manifest: null, diagnostics, project: null };
  const request = { located, invocation, adapters, inlineSql: null, sink: () => {} };
  const loaded = loader === null ? await loadProject(request) : await loader.load(request);
  const manifest = loaded.value === null ? null : manifestJsonText(loaded.value.manifest, { metadata: METADATA });
  return { manifest: plainText(manifest), diagnostics: loaded.diagnostics, project: loaded.value };
}

const files = {
  'dbt_project.yml': 'name: shop\nprofile: shop\n',
  'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: sqlite, path: shop.sqlite}}}\n',
  'macros/cents.sql': '{% macro cents(c) %}{{ c }} / 100{% endmacro %}',
  'models/a.sql': "select {{ cents('x') }} as x",
  'models/b.sql': "select * from {{ ref('a') }}",
  'models/schema.yml': 'models:\n  - name: b\n    columns: [{name: x, data_tests: [not_null]}]\n',
  'seeds/rates.csv': 'id\n1\n',
};

/** What happens in the folder of a project while somebody works on it. */
const work: Readonly<Record<string, (path: (name: string) => string) => void>> = {
  nothing: () => {},
  'a save': (path) => writeFileSync(path('models/a.sql'), "select {{ cents('y') }} as x"),
  "an editor's save beside the file": (path) => {
    writeFileSync(path('models/.a.sql.swp'), 'select 2 as x');
    renameSync(path('models/.a.sql.swp'), path('models/a.sql'));
  },
  'a macro that others hide': (path) =>
    writeFileSync(path('macros/own.sql'), '{% macro generate_alias_name(c, n) %}x_{{ n.name }}{% endmacro %}'),
  'a broken file': (path) => writeFileSync(path('models/b.sql'), '{% if %}'),
  'a mended file': (path) => writeFileSync(path('models/b.sql'), "select 1 as x from {{ ref('a') }}"),
  'a rename': (path) => renameSync(path('models/a.sql'), path('models/c.sql')),
  'a rename back': (path) => renameSync(path('models/c.sql'), path('models/a.sql')),
  'a broken project file': (path) => writeFileSync(path('dbt_project.yml'), 'name: ['),
  'a mended project file': (path) =>
    writeFileSync(path('dbt_project.yml'), 'name: shop\nprofile: shop\nmodels: {+materialized: table}\n'),
  'a folder that goes': (path) => rmSync(path('seeds'), { recursive: true }),
  'a folder that comes': (path) => {
    mkdirSync(path('seeds/deep'), { recursive: true });
    writeFileSync(path('seeds/deep/rates.csv'), 'id\n2\n');
  },
  'another target': (path) =>
    writeFileSync(
      path('profiles.yml'),
      'shop: {target: dev, outputs: {dev: {type: sqlite, path: other.sqlite, schema: x}}}\n',
    ),
};

describe('a snapshot loader', () => {
  it('gives what loading anew gives, whatever happens in the folder', async () => {
    const root = filesIn(files);
    const loader = createSnapshotLoader();
    await load(root, loader);
    for (const [name, happen] of Object.entries(work)) {
      happen((file) => join(root, file));
      const { project: _, ...reused } = await load(root, loader);
      const { project: __, ...anew } = await load(root, null);
      expect([name, reused]).toEqual([name, anew]);
    }
  });

  it('gives the same nodes again, and leaves those of earlier snapshots as they are', async () => {
    const root = filesIn(files);
    const loader = createSnapshotLoader();
    const before = (await load(root, loader)).project?.manifest.nodes;
    const earlier = plainText([...(before ?? [])]);
    writeFileSync(join(root, 'models/b.sql'), "select 2 as x from {{ ref('a') }}");
    const after = (await load(root, loader)).project?.manifest.nodes;
    expect(after?.get('model.shop.a')).toBe(before?.get('model.shop.a'));
    expect(after?.get('model.shop.b')).not.toBe(before?.get('model.shop.b'));
    expect(plainText([...(before ?? [])])).toBe(earlier);
  });

  it('never sees what another one has loaded', async () => {
    const root = filesIn(files);
    const nodeOf = async (loader: SnapshotLoader) =>
      (await load(root, loader)).project?.manifest.nodes.get('model.shop.a');
    expect(await nodeOf(createSnapshotLoader())).not.toBe(await nodeOf(createSnapshotLoader()));
  });

  it('takes loads that are asked for at the same time one after the other', async () => {
    const root = filesIn(files);
    const loader = createSnapshotLoader();
    const [first, second] = await Promise.all([load(root, loader), load(root, loader)]);
    expect(first.manifest).toBe(second.manifest);
    expect(second.project?.manifest.nodes.get('model.shop.a')).toBe(first.project?.manifest.nodes.get('model.shop.a'));
  });

  it('holds nothing of what was loaded before the last time', async () => {
    const root = filesIn(files);
    const loader = createSnapshotLoader();
    const save = async (number: number) => {
      writeFileSync(join(root, 'models/a.sql'), `select ${number} as x`);
      await load(root, loader);
    };
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const heapAfter = async (saves: number) => {
      for (let number = 0; number < saves; number++) await save(number);
      collect();
      return process.memoryUsage().heapUsed;
    };
    const before = await heapAfter(20);
    const grown = (await heapAfter(40)) - before;
    expect(grown).toBeLessThan(40 * 8 * 1024);
  });
});
