import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/index.js';
import type { LocateOptions } from '../../core/io/locate/locate-options.js';
import { locateProject } from '../../core/io/locate-project.js';
import { filesIn } from '../support/cli.js';

type Files = Readonly<Record<string, string>>;

type Changes = Partial<LocateOptions> & { readonly env?: Record<string, string> };

async function locate(files: Files, changes: Changes = {}) {
  const root = filesIn(files);
  return { ...(await locateIn(root, changes)), root };
}

function locateIn(root: string, changes: Changes = {}) {
  const { env = {}, cwd = '.', profilesDir = null, projectDir = null, ...others } = changes;
  return locateProject({
    cwd: join(root, cwd),
    projectDir,
    profilesDir: profilesDir === null ? null : join(root, profilesDir),
    profile: null,
    target: null,
    targetPath: null,
    logPath: null,
    cliVars: {},
    versionCheck: true,
    adapters,
    homeDir: join(root, 'home'),
    invocation: {
      id: 'id',
      startedAt: '2026-01-02T03:04:05.000006Z',
      which: 'run',
      flags: {},
      args: {},
      env,
      toolVersion: '0.0.0',
    },
    ...others,
  });
}

const messages = (outcome: { readonly diagnostics: readonly { readonly message: string }[] }) =>
  outcome.diagnostics.map((found) => found.message);

describe('the project', () => {
  it('is found in a folder above', async () => {
    const { value, root } = await locate(
      { 'dbt_project.yml': 'name: shop', 'models/deep/a.sql': '' },
      { cwd: 'models/deep' },
    );
    expect(value?.config).toMatchObject({ name: 'shop', root });
  });

  it('that is missing is one error', async () => {
    expect(await locate({ 'a.txt': '' })).toMatchObject({
      value: null,
      diagnostics: [{ code: 'TSDBT_PROJECT_MISSING' }],
    });
    const named = await locate({ 'dbt_project.yml': 'name: shop' }, { projectDir: 'elsewhere' });
    expect(named).toMatchObject({
      value: null,
      diagnostics: [{ code: 'TSDBT_PROJECT_MISSING', hint: 'Check --project-dir.' }],
    });
  });

  it('flags win over its paths', async () => {
    const { value } = await locate({ 'dbt_project.yml': "name: shop\ntarget-path: 'out\\a'\n" }, { logPath: 'l' });
    expect(value?.config).toMatchObject({ targetPath: 'out/a', logPath: 'l', cleanTargets: ['out/a'] });
  });

  it('is rendered with target, --vars and the environment', async () => {
    const text = `name: shop
models:
  +schema: "{{ target.name }}_{{ var('team', 'x') }}_{{ env_var('STAGE') }}"
  +enabled: "{{ var('on', false) }}"
`;
    const { value, diagnostics } = await locate(
      { 'dbt_project.yml': text },
      { cliVars: { team: 't', on: true }, env: { STAGE: 's' } },
    );
    expect(diagnostics).toEqual([]);
    expect(value?.config.configTrees.models).toEqual({ '+schema': 'default_t_s', '+enabled': true });
  });

  it('reports a template that fails at its place, and every other mistake too', async () => {
    const text = 'name: shop\nmodels:\n  +schema: "{{ env_var(\'NOPE\') }}"\n  +enabled: maybe\n';
    const outcome = await locate({ 'dbt_project.yml': text });
    expect(outcome.value).toBeNull();
    expect(outcome.diagnostics).toMatchObject([
      {
        message: "Env var required but not provided: 'NOPE'",
        location: { file: 'dbt_project.yml', line: 3, column: 16 },
      },
      { code: 'TSDBT_CONFIG_INVALID', location: { line: 4 } },
    ]);
  });
});

describe('the target', () => {
  const PROJECT = 'name: shop\nprofile: shop\n';
  const PROFILES = `shop:
  target: "{{ env_var('STAGE', 'dev') }}"
  outputs:
    dev: {type: sqlite, path: dev.sqlite}
    prod: {type: postgres, host: h, user: u, password: "{{ env_var('DBT_ENV_SECRET_PW') }}", dbname: d, schema: s, port: "{{ env_var('PORT') | int }}"}
`;

  it('without a profile is a SQLite file beside dbt_project.yml', async () => {
    const { value, root } = await locate({ 'dbt_project.yml': 'name: shop' });
    expect(value?.target).toMatchObject({
      profilesFile: null,
      credentials: { type: 'sqlite', files: [join(root, 'shop.sqlite')] },
    });
  });

  it('is the same when no profiles.yml holds the profile that is named', async () => {
    const { value } = await locate({ 'dbt_project.yml': PROJECT });
    expect(value?.target.profilesFile).toBeNull();
  });

  it('is read from the working folder, the project, then the home folder', async () => {
    const files = { 'p/dbt_project.yml': PROJECT, 'home/.dbt/profiles.yml': PROFILES };
    expect((await locate(files, { cwd: 'p' })).value?.target.profilesFile).toMatch(/home.\.dbt.profiles\.yml$/);
    const nearer = { ...files, 'p/profiles.yml': PROFILES };
    expect((await locate(nearer, { cwd: 'p' })).value?.target.profilesFile).toMatch(/p.profiles\.yml$/);
    const named = { ...nearer, 'elsewhere/profiles.yml': PROFILES };
    const there = await locate(named, { cwd: 'p', profilesDir: 'elsewhere' });
    expect(there.value?.target.profilesFile).toMatch(/elsewhere.profiles\.yml$/);
  });

  it('renders the chosen output alone, with secrets and native types', async () => {
    const env = { STAGE: 'prod', DBT_ENV_SECRET_PW: 'hunter2', PORT: '5433' };
    const { value, diagnostics } = await locate({ 'dbt_project.yml': PROJECT, 'profiles.yml': PROFILES }, { env });
    expect(diagnostics).toEqual([]);
    expect(value?.target).toMatchObject({
      targetName: 'prod',
      credentials: { type: 'postgres', settings: { port: 5433 } },
    });
    expect(value?.target.credentials.publicFields.password).toBeUndefined();
    expect((await locate({ 'dbt_project.yml': PROJECT, 'profiles.yml': PROFILES })).value?.target.targetName).toBe(
      'dev',
    );
  });

  it('that is unknown, or a profile that is, is an error with what there is', async () => {
    const files = { 'dbt_project.yml': PROJECT, 'profiles.yml': PROFILES };
    expect((await locate(files, { target: 'prd' })).diagnostics).toMatchObject([
      { code: 'TSDBT_TARGET_UNKNOWN', hint: "Did you mean 'prod'? Targets: dev, prod." },
    ]);
    const other = await locate({ ...files, 'dbt_project.yml': 'name: shop\nprofile: shoop\n' });
    expect(other.diagnostics).toMatchObject([
      { code: 'TSDBT_PROFILE_UNKNOWN', location: { file: 'dbt_project.yml', line: 2, column: 10 } },
    ]);
  });

  it('that is asked for where there are no profiles is an error', async () => {
    const outcome = await locate({ 'dbt_project.yml': 'name: shop' }, { target: 'prod' });
    expect(outcome.diagnostics).toMatchObject([{ code: 'TSDBT_PROFILES_MISSING' }]);
    expect((await locate({ 'dbt_project.yml': PROJECT }, { profilesDir: 'nowhere' })).value).toBeNull();
  });

  it('mistakes of profile and project come out together', async () => {
    const files = {
      'dbt_project.yml': 'name: shop\nprofile: shop\nmodles: {}\n',
      'profiles.yml': 'shop: {outputs: {default: {type: sqlte}}}\n',
    };
    expect(messages(await locate(files))).toHaveLength(2);
  });

  it('broken YAML and a file that is no text are named', async () => {
    const broken = await locate({ 'dbt_project.yml': PROJECT, 'profiles.yml': 'shop:\n\t- a' });
    expect(broken.diagnostics).toMatchObject([
      { code: 'TSDBT_YAML_INVALID', location: { file: 'profiles.yml', line: 2 } },
    ]);
  });
});

describe('packages', () => {
  const pkg = { 'shared/dbt_project.yml': 'name: shared\nvars: {a: 1}\n' };

  it('local ones are used where they lie, those that they use too', async () => {
    const { value, diagnostics, root } = await locate(
      {
        ...pkg,
        'p/dbt_project.yml': 'name: shop',
        'p/packages.yml': 'packages:\n  - local: ../shared\n',
        'shared/packages.yml': 'packages:\n  - local: ../deep\n',
        'deep/dbt_project.yml': 'name: deep',
      },
      { cwd: 'p' },
    );
    expect(diagnostics).toEqual([]);
    expect(value?.config.packages).toMatchObject([
      { name: 'deep', root: join(root, 'deep') },
      { name: 'shared', root: join(root, 'shared') },
    ]);
  });

  it('installed ones are read, a link and what it leads to once', async () => {
    const root = filesIn({
      'dbt_project.yml': 'name: shop',
      'packages.yml': 'packages:\n  - local: shared\n  - package: dbt-labs/dbt_utils\n    version: 1.0.0\n',
      'shared/dbt_project.yml': 'name: shared',
      'dbt_packages/dbt_utils/dbt_project.yml': 'name: dbt_utils',
    });
    await symlink(join(root, 'shared'), join(root, 'dbt_packages/shared'), 'dir');
    const { value, diagnostics } = await locateIn(root);
    expect(diagnostics).toEqual([]);
    expect(value?.config.packages.map((config) => config.name)).toEqual(['dbt_utils', 'shared']);
  });

  it('missing ones are errors at their place', async () => {
    const outcome = await locate({
      'dbt_project.yml': 'name: shop',
      'dependencies.yml': 'packages:\n  - local: nowhere\n  - package: a/b\n    version: 1.0.0\n',
    });
    expect(outcome.diagnostics).toMatchObject([
      { code: 'TSDBT_PACKAGE_MISSING', location: { file: 'dependencies.yml', line: 2 } },
      { code: 'TSDBT_PACKAGE_MISSING', hint: 'Copy the package to dbt_packages/b, or declare a folder with `local:`.' },
    ]);
  });

  it('two of one name are an error', async () => {
    const files = { ...pkg, 'dbt_project.yml': 'name: shared', 'packages.yml': 'packages: [{local: shared}]\n' };
    expect((await locate(files)).diagnostics).toMatchObject([{ code: 'TSDBT_PACKAGE_DUPLICATE' }]);
  });
});
