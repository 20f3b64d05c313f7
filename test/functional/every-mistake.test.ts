import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { snapshotOf, tempProject, tsdbt } from '../support/cli.js';

type Files = Readonly<Record<string, string>>;

/** Where a command that could not begin tells it: its log, and the record that reports are made from. */
const TOLD = /^(logs\/|target\/tsdbt_run\.json$|target\/tsdbt_parse\/)/;

/** Places of all findings, in the order of the report. */
async function mistakesOf(files: Files, args: readonly string[] = ['build']) {
  const cwd = tempProject(files);
  const before = snapshotOf(cwd);
  const { code, stdout, stderr } = await tsdbt(args, { cwd });
  const said = stdout + stderr;
  expect(said).not.toContain('TSDBT_INTERNAL_ERROR');
  expect(existsSync(join(cwd, 'shop.sqlite'))).toBe(false);
  const codes = [...said.matchAll(/\[(TSDBT_[A-Z_]+)\]/g)].map(([, found]) => found);
  const places = [...said.matchAll(/\bat (\S+:\d+:\d+)/g)].map(([, place]) => place);
  const after = Object.fromEntries(Object.entries(snapshotOf(cwd)).filter(([name]) => !TOLD.test(name)));
  expect(after).toEqual(before);
  return { code, codes, places, said };
}

/** Three mistakes that have nothing to do with the configuration. */
const others: Files = {
  'models/a.sql': "select * from {{ ref('bb') }}",
  'models/b.sql': 'select {{ 1 + }}',
  'models/s.yml': 'modles:\n  - name: b\n',
};
const otherPlaces = ['models/b.sql:1:15', 'models/s.yml:1:1', 'models/a.sql:1:18'].sort();

const project = (rest: string) => ({ 'dbt_project.yml': `name: shop\n${rest}` });
const outputs = (lines: string) => ({
  'dbt_project.yml': 'name: shop\nprofile: shop\n',
  'profiles.yml': `shop:\n  target: dev\n  outputs:\n${lines}`,
});

describe('the mistakes of models and property files come out together with', () => {
  it.each<[string, Files, string[]]>([
    [
      'wrong keys of dbt_project.yml',
      project('vars: [1]\nmodels:\n  +tags: {a: 1}\n  +materialised: table\nquoting: 1\n'),
      ['dbt_project.yml:2:7', 'dbt_project.yml:4:10', 'dbt_project.yml:5:3', 'dbt_project.yml:6:10'],
    ],
    [
      'a template of dbt_project.yml that fails',
      project(`models:\n  +schema: "{{ env_var('NOPE') }}"\n`),
      ['dbt_project.yml:3:16'],
    ],
    [
      'wrong types of a profile',
      outputs('    dev: {type: postgres, host: h, user: u, dbname: d, schema: s, port: abc, threads: no}\n'),
      ['profiles.yml:4:73', 'profiles.yml:4:87'],
    ],
    ['an output without its type', outputs('    dev: {path: a.sqlite}\n'), ['profiles.yml:4:5']],
    [
      'a variable that a profile lacks',
      outputs(`    dev: {type: sqlite, path: "{{ env_var('NOPE') }}", threads: none}\n`),
      ['profiles.yml:4:35', 'profiles.yml:4:65'],
    ],
    ['broken YAML in profiles.yml', outputs('    dev: {type: sqlite\n'), ['profiles.yml:5:1']],
    [
      'a profile that does not exist',
      { ...outputs('    dev: {type: sqlite, path: a}\n'), 'dbt_project.yml': 'name: shop\nprofile: shopp\n' },
      ['dbt_project.yml:2:10'],
    ],
    [
      'a package that is missing',
      { ...project(''), 'packages.yml': 'packages:\n  - local: ../nowhere\n' },
      ['packages.yml:2:5'],
    ],
    ['a flag of dbt_project.yml that has a wrong value', project('flags: {threads: many}\n'), []],
    [
      'definitions of selectors.yml',
      {
        ...project(''),
        'selectors.yml': 'selectors:\n  - {name: a, definition: {tga: x}}\n  - {nmae: b, definition: c}\n',
      },
      ['selectors.yml:2:33', 'selectors.yml:3:5', 'selectors.yml:3:6'],
    ],
    [
      'selectors.yml, of a project that is wrong itself',
      { ...project('vars: [1]\n'), 'selectors.yml': 'selectors: 1\n' },
      ['dbt_project.yml:2:7', 'selectors.yml:1:12'],
    ],
  ])('%s', async (_, files, places) => {
    const found = await mistakesOf({ ...others, ...files });
    expect(found.code).toBe(2);
    expect([...found.places].sort()).toEqual([...places, ...otherPlaces].sort());
  });

  it('a target that was asked for and does not exist', async () => {
    const files = { ...others, ...outputs('    dev: {type: sqlite, path: a.sqlite}\n') };
    const found = await mistakesOf(files, ['build', '--target', 'nope']);
    expect(found.code).toBe(2);
    expect([...found.places].sort()).toEqual([...otherPlaces, 'profiles.yml:3:3'].sort());
  });

  it('a warning of the configuration that counts as an error', async () => {
    const found = await mistakesOf({ ...others, ...project('models: {+materialised: table}\n') }, [
      'parse',
      '--warn-error',
    ]);
    expect(found.code).toBe(2);
    expect([...found.places].sort()).toEqual([...otherPlaces, 'dbt_project.yml:2:10'].sort());
  });
});

describe('one cause gives one error:', () => {
  const wrongPort = outputs('    dev: {type: postgres, host: h, user: u, dbname: d, schema: s, port: abc}\n');

  it.each<[string, Files]>([
    ['a template of a config that fails', project(`models:\n  +enabled: "{{ env_var('NOPE') }}"\n`)],
    ['a template of the name of a folder that fails', project(`clean-targets: ["{{ env_var('NOPE') }}"]\n`)],
    [
      'a template of a property file that fails',
      {
        'models/a.sql': 'select 1 as id',
        'models/s.yml': `models:\n  - name: a\n    config: {enabled: "{{ env_var('NOPE') }}"}\n`,
      },
    ],
    [
      'a name that cannot be rendered',
      { 'dbt_project.yml': `name: "{{ env_var('NOPE') }}"\n`, 'models/a.sql': "select {{ ref('b') }}" },
    ],
    [
      'vars of a wrong type, of which a property file needs one',
      {
        ...project('vars: [1]\n'),
        'models/a.sql': "select {{ var('rate') }} as id",
        'models/s.yml': `models:\n  - name: a\n    config: {enabled: "{{ var('on') }}"}\n`,
      },
    ],
    [
      'folders of a wrong type, so that models are not found',
      {
        ...project('model-paths: staging\n'),
        'staging/a.sql': 'select 1 as id',
        'tests/t.sql': "select * from {{ ref('a') }}",
      },
    ],
    [
      'folders under a mistyped key',
      {
        ...project('model-path: [staging]\n'),
        'staging/a.sql': 'select 1 as id',
        'tests/t.sql': "select * from {{ ref('a') }}",
      },
    ],
    [
      'a wrong profile, of whose target a model asks more',
      { ...wrongPort, 'models/a.sql': 'select {{ target.role.name }} as id' },
    ],
    [
      'a wrong profile, of whose target a macro asks more',
      {
        ...wrongPort,
        'macros/m.sql': '{% macro role() %}{{ target.role.name }}{% endmacro %}',
        'models/a.sql': 'select {{ role() }} as id',
      },
    ],
    [
      'a wrong profile, whose target enables a model',
      {
        ...wrongPort,
        'models/a.sql': "{{ config(enabled=target.name == 'prod') }} select 1 as id",
        'models/b.sql': "select * from {{ ref('a') }}",
      },
    ],
    [
      'a wrong type of the schema that keeps two models apart',
      {
        ...project('models:\n  shop:\n    x:\n      +schema: [x]\n'),
        'models/x/a.sql': 'select 1 as id',
        'models/y/b.sql': "{{ config(alias='a') }} select 1 as id",
      },
    ],
    [
      'a package that is missing, whose macros and tests are used',
      {
        'packages.yml': 'packages:\n  - local: ../tools\n',
        'models/a.sql': 'select {{ tools.key(["a"]) }} as id',
        'models/s.yml': 'models:\n  - name: a\n    data_tests:\n      - tools.at_least_one\n',
      },
    ],
  ])('%s', async (_, files) => {
    const found = await mistakesOf(files, ['parse']);
    expect(found.code).toBe(2);
    expect(found.codes).toHaveLength(1);
  });
});
