import { readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn } from '../../support/cli.js';
import { type KeptOptions, loadAnew, loadKept, type Surroundings } from '../../support/kept-project.js';

const files = {
  'dbt_project.yml':
    "name: shop\nprofile: shop\nvars: {days: 1}\non-run-start: \"{% if env_var('WHO', '') == 'you' %}{{ exceptions.raise_compiler_error('no') }}{% endif %}select 1\"\n",
  'profiles.yml':
    'shop: {target: dev, outputs: {dev: {type: sqlite, path: shop.sqlite}, prod: {type: sqlite, path: prod.sqlite}}}\n',
  'packages.yml': 'packages: [{local: addon}]\n',
  'addon/dbt_project.yml': 'name: addon\n',
  'addon/macros/helper.sql': '{% macro helper() %}1{% endmacro %}',
  'macros/cents.sql': '{% macro cents(c) %}{{ c }} / 100{% endmacro %}',
  'models/a.sql':
    "{{ config(tags=env_var('REGION', 'eu'), meta={'full': flags.FULL_REFRESH}) }}select {{ cents('x') }} as x, {{ addon.helper() }} as h, '{{ env_var('REGION', 'eu') }}' as r",
  'models/b.sql': "select * from {{ ref('a') }} where d > {{ var('days') }} -- {{ target.name }}",
  'models/schema.yml':
    "models:\n  - name: b\n    description: \"{{ doc('about') }}\"\n    config: {meta: {whole: 1.0, big: 9007199254740993, none: -0.0}, tags: \"{{ var('tag', 't') }}\"}\n    columns: [{name: x, data_tests: [not_null, {accepted_values: {values: [1.0, .inf]}}]}]\n",
  'models/docs.md': '{% docs about %}All of it{% enddocs %}',
  'seeds/rates.csv': 'id\n1\n',
};

const cacheOf = (root: string) => join(root, 'target/tsdbt_parse');

/** Loads with the cache, and expects what loading without it gives. Answers the notes. */
async function expectSame(root: string, options: KeptOptions = {}): Promise<readonly string[]> {
  const { project: _, notes, ...kept } = await loadKept(root, options);
  const { project: __, ...anew } = await loadAnew(root, options);
  expect(kept).toEqual(anew);
  return notes;
}

/** The same of two loads with the cache, the second of what the first has left. */
async function expectSameTwice(root: string, options: KeptOptions = {}): Promise<void> {
  const [first, second] = [await loadKept(root, options), await loadKept(root, options)];
  const { project: _, ...anew } = await loadAnew(root, options);
  for (const { project: __, notes: ___, ...kept } of [first, second]) expect(kept).toEqual(anew);
}

describe('the parse cache', () => {
  it('takes a project in which nothing has changed over as a whole, whatever the age of its files', async () => {
    for (const areFilesOld of [false, true]) {
      const root = filesIn(files);
      const options = { areFilesOld };
      await loadKept(root, options);
      const { mtimeMs } = statSync(join(root, 'target/manifest.json'));
      const created = createdIn(root);
      const notes = await expectSame(root, options);
      expect([notes, createdIn(root)]).toEqual([[], created]);
      expect(statSync(join(root, 'target/manifest.json')).mtimeMs).not.toBe(mtimeMs);
    }
  });

  it('gives the nodes of a project that was taken over when somebody asks for them', async () => {
    const root = filesIn(files);
    await loadKept(root);
    const { project } = await loadKept(root);
    const { project: anew } = await loadAnew(root);
    expect([...(project?.manifest.nodes ?? [])]).toEqual([...(anew?.manifest.nodes ?? [])]);
    expect(project?.manifest.resolveRef('model.shop.b', null, 'a', null)).toMatchObject({ kind: 'found' });
    expect(project?.environment.findMacro('cents', 'shop')).not.toBeNull();
  });

  it('writes nothing anew when nothing has changed', async () => {
    const root = filesIn(files);
    await loadKept(root, { areFilesOld: true });
    const before = stampsIn(root);
    await loadKept(root, { areFilesOld: true });
    expect(stampsIn(root)).toEqual(before);
  });

  it('keeps a manifest.json as it was when that was changed by somebody else', async () => {
    const root = filesIn(files);
    await loadKept(root);
    const path = join(root, 'target/manifest.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('All of it', 'All of xx'));
    await expectSame(root);
    rmSync(path);
    await expectSame(root);
  });

  it('lets templates say what they say each time', async () => {
    const root = filesIn({ ...files, 'models/c.sql': "{{ log('here', info=true) }}{{ print('there') }}select 1" });
    await loadKept(root);
    const { said } = await loadKept(root);
    expect(said).toEqual((await loadAnew(root)).said);
    expect(said).toHaveLength(2);
  });

  it('keeps nothing that asks for the time', async () => {
    const root = filesIn({
      ...files,
      'models/now.sql':
        "select '{{ modules.datetime.datetime.now() }}' as t {{ config(meta={'t': modules.datetime.datetime.now().isoformat()}) }}",
    });
    const metaOf = async () => (await loadKept(root)).project?.manifest.nodes.get('model.shop.now')?.meta;
    expect(await metaOf()).not.toEqual(await metaOf());
  });
});

function createdIn(root: string): readonly string[] {
  return readFileSync(join(root, 'target/manifest.json'), 'utf8').match(/"created_at": [\d.]+/g) ?? [];
}

function stampsIn(root: string): Readonly<Record<string, number>> {
  const names = readdirSync(cacheOf(root)).sort();
  return Object.fromEntries(names.map((name) => [name, statSync(join(cacheOf(root), name)).mtimeMs]));
}

/** Edits that a look at sizes and times may miss, or that change what other files mean. */
const edits: Readonly<Record<string, (path: (name: string) => string) => void>> = {
  'a text of the same size': (path) => writeFileSync(path('models/b.sql'), swapped(path('models/b.sql'))),
  'a text of the same size and time': (path) => {
    const { atime, mtime } = statSync(path('models/b.sql'));
    writeFileSync(path('models/b.sql'), swapped(path('models/b.sql')));
    utimesSync(path('models/b.sql'), atime, mtime);
  },
  'a text that comes from the past': (path) => {
    writeFileSync(path('models/b.sql'), 'select 5 as x');
    utimesSync(path('models/b.sql'), new Date('2001-01-01'), new Date('2001-01-01'));
  },
  'a text that differs in white space at its ends': (path) => {
    const text = readFileSync(path('models/b.sql'), 'utf8');
    writeFileSync(path('models/b.sql'), `\n\n${text}`);
  },
  'a file that comes': (path) => writeFileSync(path('models/c.sql'), "select * from {{ ref('b') }}"),
  'a file that goes': (path) => rmSync(path('models/docs.md')),
  'a file with another name': (path) => renameSync(path('models/a.sql'), path('models/d.sql')),
  'files that change places': (path) => {
    renameSync(path('models/a.sql'), path('models/x'));
    renameSync(path('models/b.sql'), path('models/a.sql'));
    renameSync(path('models/x'), path('models/b.sql'));
  },
  'a seed': (path) => writeFileSync(path('seeds/rates.csv'), 'id\n2\n'),
  'a property file that only moves': (path) => {
    writeFileSync(path('models/schema.yml'), `# moved\n${readFileSync(path('models/schema.yml'), 'utf8')}`);
  },
  'a macro': (path) => writeFileSync(path('macros/cents.sql'), "{% macro cents(c) %}{{ ref('b') }}{% endmacro %}"),
  'a macro that hides another': (path) =>
    writeFileSync(path('macros/own.sql'), '{% macro generate_alias_name(c, n) %}x_{{ n.name }}{% endmacro %}'),
  'a macro of a package': (path) =>
    writeFileSync(path('addon/macros/helper.sql'), '{% macro helper() %}{{ config(tags=["h"]) }}{% endmacro %}'),
  'a package that goes': (path) => rmSync(path('packages.yml')),
  'configs of the project': (path) =>
    writeFileSync(
      path('dbt_project.yml'),
      'name: shop\nprofile: shop\nvars: {days: 1}\nmodels: {+materialized: table, gone: {+tags: x}}\n',
    ),
  'vars of the project': (path) =>
    writeFileSync(path('dbt_project.yml'), 'name: shop\nprofile: shop\nvars: {days: 2}\n'),
  'a hook of the project': (path) => {
    const text = readFileSync(path('dbt_project.yml'), 'utf8');
    writeFileSync(path('dbt_project.yml'), text.replace('select 1', 'select 2'));
  },
  'a project file that only moves': (path) =>
    writeFileSync(path('dbt_project.yml'), `# moved\n${readFileSync(path('dbt_project.yml'), 'utf8')}`),
  'the profile': (path) =>
    writeFileSync(
      path('profiles.yml'),
      'shop: {target: dev, outputs: {dev: {type: sqlite, path: o.sqlite, schema: x}}}\n',
    ),
  selectors: (path) => writeFileSync(path('selectors.yml'), 'selectors: [{name: s, definition: a}]\n'),
  'a mistake': (path) => writeFileSync(path('models/b.sql'), '{% if %}'),
};

function swapped(path: string): string {
  return readFileSync(path, 'utf8').replace('select *', 'select 9');
}

describe('the parse cache sees', () => {
  it.each(Object.entries(edits))('%s', async (_name, happen) => {
    const root = filesIn(files);
    await loadKept(root);
    happen((name) => join(root, name));
    await expectSameTwice(root);
  });

  it.each(Object.entries(edits))('for commands that look at nodes, %s', async (_name, happen) => {
    const root = filesIn(files);
    await loadKept(root, { isForNodes: true });
    happen((name) => join(root, name));
    await expectSame(root, { isForNodes: true });
  });

  it('every edit of files that were old when they were read', async () => {
    for (const happen of Object.values(edits)) {
      const root = filesIn(files);
      await loadKept(root, { areFilesOld: true });
      happen((name) => join(root, name));
      await expectSame(root, { areFilesOld: true });
    }
  });

  const surroundings: Readonly<Record<string, Surroundings>> = {
    'another target': { target: 'prod' },
    'a var': { vars: { days: 7 } },
    'a var that is a tag': { vars: { tag: 'u' } },
    'a variable of the environment': { env: { REGION: 'us' } },
    'a variable that only a hook of the project reads': { env: { WHO: 'you' } },
    'a flag': { flags: { STORE_FAILURES: true } },
    'a flag that a template reads': { flags: { FULL_REFRESH: true } },
    'a query of its own': { inlineSql: "select * from {{ ref('b') }}" },
  };

  it.each(Object.entries(surroundings))('%s', async (_name, other) => {
    const root = filesIn(files);
    await loadKept(root);
    await expectSameTwice(root, other);
    await expectSame(root);
  });
});
