import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bin, tempFolder, tempProject, tsdbt, writeFiles } from '../support/cli.js';

const twoTargets = [
  'shop:',
  '  target: dev',
  '  outputs:',
  '    dev: {type: sqlite, path: dev.sqlite}',
  '    prod: {type: sqlite, path: prod.sqlite}',
  '',
].join('\n');

const shop = {
  'dbt_project.yml': 'name: shop\nversion: "1.0"\nprofile: shop\n',
  'profiles.yml': twoTargets,
  'models/a.sql': "select {{ var('n', 1) }} as id",
};

describe('flags', () => {
  it('choose the target, by flag, by variable, by .env', async () => {
    const cwd = tempProject({ ...shop, '.env': 'DBT_TARGET=prod\n' });
    await tsdbt(['build', '--target', 'dev'], { cwd });
    expect([existsSync(join(cwd, 'dev.sqlite')), existsSync(join(cwd, 'prod.sqlite'))]).toEqual([true, false]);
    await tsdbt(['build'], { cwd });
    expect(existsSync(join(cwd, 'prod.sqlite'))).toBe(true);
    const other = tempProject(shop);
    await tsdbt(['build'], { cwd: other, env: { DBT_TARGET: 'prod' } });
    expect(existsSync(join(other, 'prod.sqlite'))).toBe(true);
  });

  it('lead to the project, its profiles, its artifacts and its log from elsewhere', async () => {
    const cwd = tempFolder();
    const { 'profiles.yml': profiles, ...project } = shop;
    writeFiles(join(cwd, 'project'), project);
    writeFiles(join(cwd, 'secret'), { 'profiles.yml': profiles });
    const { code } = await tsdbt(
      [
        ...['--project-dir', 'project', 'build', '--profiles-dir', 'secret'],
        ...['--target-path', 'out/artifacts', '--log-path', 'out/log'],
      ],
      { cwd },
    );
    expect(code).toBe(0);
    expect(readdirSync(join(cwd, 'project/out'))).toEqual(['artifacts', 'log']);
    expect(existsSync(join(cwd, 'project/target'))).toBe(false);
  });

  it('give vars', async () => {
    const { stdout } = await tsdbt(['compile', '--inline', "select {{ var('n') }}", '--vars', 'n: 7'], {
      cwd: tempProject(shop),
    });
    expect(stdout).toBe('select 7\n');
  });

  it('stop at the first failure with --fail-fast', async () => {
    const cwd = tempProject({ 'models/a.sql': 'select nonsense', 'models/b.sql': 'select 1 as id' });
    const { code, stdout } = await tsdbt(['run', '--fail-fast'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('Done. PASS=0 WARN=0 ERROR=1 SKIP=1 NO-OP=0 TOTAL=2');
  });

  it('warn of what dbt has and tsdbt has not, where that does no harm', async () => {
    const { code, stdout } = await tsdbt(['build', '--favor-state'], { cwd: tempProject(shop) });
    expect(code).toBe(0);
    expect(stdout).toContain('--favor-state is not built yet in tsdbt and changes nothing.');
  });
});

describe('the process', () => {
  it('is cancelled without a word of an error when its reader goes away', () => {
    const cwd = tempProject(shop);
    const shell = `"${process.execPath}" "${bin}" build --debug 2>err.txt | head -c 10 >/dev/null; code="\${PIPESTATUS[0]}"; cat err.txt; exit "$code"`;
    const { stdout, status } = spawnSync('bash', ['-c', shell], { cwd, encoding: 'utf8' });
    expect(stdout).toBe('Stopping: nobody reads the output any more, so what runs is being cancelled.\n');
    expect(status).toBe(2);
  });

  it('stops a statement on SQLite at the first Ctrl-C and leaves a whole database', async () => {
    const cwd = tempProject({
      'models/a.sql': "{{ config(materialized='table') }} select 1 as id",
      'models/slow.sql': [
        "{{ config(materialized='table') }}",
        'with recursive n(i) as (select 1 union all select i + 1 from n where i < 4000000000)',
        "select max(i) as top from n, {{ ref('a') }}",
      ].join('\n'),
    });
    const started = Date.now();
    let hasSent = false;
    const { code, stdout } = await tsdbt(['run'], {
      cwd,
      onOutput: (text, kill) => {
        if (hasSent || !/START sql table model \S*slow/.test(text)) return;
        hasSent = true;
        setTimeout(() => kill('SIGINT'), 500);
      },
    });
    expect(Date.now() - started).toBeLessThan(20_000);
    expect(code).toBe(2);
    expect(stdout).toMatch(/OK created sql table model \S*\.a /);
    expect(stdout).toMatch(/CANCEL sql table model \S*slow/);
    const shown = await tsdbt(['show', '--inline', "select count(*) as n from {{ ref('a') }}", '--output', 'json'], {
      cwd,
    });
    expect(JSON.parse(shown.stdout)).toEqual({ show: [{ n: 1 }] });
  });
});

describe('deps', () => {
  it('names the local packages, and says when one is missing', async () => {
    const files = { 'packages.yml': 'packages:\n  - local: tools\n', 'models/a.sql': 'select 1 as id' };
    const cwd = tempProject({ ...files, 'tools/dbt_project.yml': 'name: tools\nversion: "1.0"\n' });
    const found = await tsdbt(['deps'], { cwd });
    expect(found.code).toBe(0);
    expect(found.stdout).toContain('tools');
    const missing = await tsdbt(['deps'], { cwd: tempProject(files) });
    expect(missing.code).toBe(2);
    expect(missing.stdout).toContain('packages.yml:2');
  });
});
