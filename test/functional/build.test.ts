import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, tempFolder, tempProject, tsdbt, withoutTimes } from '../support/cli.js';

function starter(): string {
  const folder = join(tempFolder(), 'starter');
  cpSync(join(root, 'project-template/starter'), folder, { recursive: true });
  return folder;
}

const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

/** One model that works, one whose SQL does not, one that waits for it, tests that pass, warn and fail. */
const mixed = {
  'seeds/people.csv': 'id,name\n1,Ada\n2,\n',
  'models/good.sql': "select id, name from {{ ref('people') }}",
  'models/bad.sql': "select *\nfrom {{ ref('people') }}\nwhere nonsense = 1",
  'models/after_bad.sql': "{{ config(materialized='table') }} select * from {{ ref('bad') }}",
  'models/schema.yml': [
    'models:',
    '  - name: good',
    '    columns:',
    '      - name: id',
    '        data_tests: [unique]',
    '      - name: name',
    '        data_tests:',
    '          - not_null',
    '          - not_null: {name: name_is_usual, config: {severity: warn}}',
    '',
  ].join('\n'),
};

describe('build', () => {
  it('builds the starter, says what it did and where it lies', async () => {
    const cwd = starter();
    const { code, stdout, stderr } = await tsdbt(['build'], { cwd });
    expect([code, stderr]).toEqual([0, '']);
    const lines = withoutTimes(stdout).split('\n');
    expect(lines[0]).toMatch(/^Found 2 models, 1 seed, 6 data tests, \d+ macros$/);
    expect(stdout).toContain("Concurrency: 1 thread (target='dev')");
    expect(stdout).toMatch(/1 of 9 OK loaded seed file \S*raw_customers \.+ \[INSERT 4 in \d+\.\d\ds\]/);
    expect(stdout).toMatch(/OK created sql table model \S*customers_by_country/);
    expect(stdout).toMatch(/Finished running 6 data tests, 1 seed, 1 table model, 1 view model in 0 hours 0 minutes/);
    expect(lines.filter((line) => line !== '').at(-1)).toBe('Done. PASS=9 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=9');
    expect(existsSync(join(cwd, 'starter.sqlite'))).toBe(true);
  });

  it('leaves a manifest of what is compiled and of what is not, also when nothing was built', async () => {
    const cwd = starter();
    const path = join(cwd, 'target/manifest.json');
    const written = () => {
      // What is not kept in the cache yet is dated anew.
      const { metadata, ...body } = JSON.parse(
        readFileSync(path, 'utf8').replaceAll(/"created_at": [\d.]+/g, '"at": 0'),
      );
      return { body, id: metadata.invocation_id };
    };
    await tsdbt(['build'], { cwd });
    const built = written();
    expect(built.body.nodes['model.starter.stg_customers'].compiled_code).toBeDefined();
    await tsdbt(['parse'], { cwd });
    const parsed = written();
    await tsdbt(['build', '--reuse'], { cwd });
    const reused = written();
    expect(reused.body).toEqual(parsed.body);
    await tsdbt(['build'], { cwd });
    expect(written().body).toEqual(built.body);
    // The first of these finds what the build left, the second what the first left.
    for (const _ of [1, 2]) {
      await tsdbt(['build', '--reuse'], { cwd });
      expect(written().body).toEqual(parsed.body);
    }
    writeFileSync(path, readFileSync(path, 'utf8').replace('stg_customers.sql', 'other.sql'));
    await tsdbt(['build', '--reuse'], { cwd });
    expect(written().body).toEqual(parsed.body);
    expect(new Set([built.id, parsed.id, reused.id, written().id]).size).toBe(4);
  });

  it('writes artifacts, compiled and run SQL where dbt does', async () => {
    const cwd = starter();
    await tsdbt(['build'], { cwd });
    const manifest = json(join(cwd, 'target/manifest.json'));
    expect(manifest.metadata.dbt_schema_version).toBe('https://schemas.getdbt.com/dbt/manifest/v12.json');
    const compiled = 'target/compiled/starter/models/staging/stg_customers.sql';
    expect(manifest.nodes['model.starter.stg_customers'].compiled_path).toBe(compiled);
    expect(readFileSync(join(cwd, compiled), 'utf8')).toContain('from "raw_customers"');
    expect(
      existsSync(join(cwd, 'target/compiled/starter/models/schema.yml/unique_stg_customers_customer_id.sql')),
    ).toBe(true);
    expect(existsSync(join(cwd, 'target/compiled/starter/tests/no_customer_is_lost.sql'))).toBe(true);
    expect(readFileSync(join(cwd, 'target/run/starter/models/marts/customers_by_country.sql'), 'utf8')).toMatch(
      /create table/i,
    );
    const results = json(join(cwd, 'target/run_results.json'));
    expect(results.results).toHaveLength(9);
    expect(results.args.which).toBe('build');
    expect(results.metadata.invocation_id).toBe(manifest.metadata.invocation_id);
    expect(readFileSync(join(cwd, 'logs/tsdbt.log'), 'utf8')).toContain('[debug]');
  });

  it('goes on after a failure, skips what waits for it, and explains each once', async () => {
    const cwd = tempProject(mixed);
    const { code, stdout } = await tsdbt(['build'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('Done. PASS=3 WARN=1 ERROR=2 SKIP=1 NO-OP=0 TOTAL=7');
    expect(stdout).toMatch(/ERROR creating sql view model \S*bad \.+ \[ERROR in/);
    expect(stdout).toMatch(/SKIP relation \S*after_bad/);
    expect(stdout.match(/Failure in sql view model/g)).toHaveLength(1);
    expect(stdout).toContain('no such column: nonsense');
    expect(stdout).toMatch(/> 3 \| where nonsense = 1/);
    expect(stdout).toContain('compiled code at target/compiled/shop/models/bad.sql');
    expect(stdout).toContain('Failure in test not_null_good_name (models/schema.yml)');
    expect(stdout).toContain('Warning in test name_is_usual (models/schema.yml)');
    expect(stdout).not.toContain('Failure in sql table model main.after_bad');
  });

  it('prints errors alone when quiet', async () => {
    const cwd = tempProject(mixed);
    const { code, stdout } = await tsdbt(['build', '--quiet'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('Failure in sql view model');
    expect(stdout).not.toContain('Found');
    expect(stdout).not.toContain('Done.');
    expect(stdout).not.toContain('Warning in');
    expect((await tsdbt(['build', '--quiet', '--select', 'good'], { cwd })).stdout).toContain('not_null_good_name');
  });

  it('fails warnings with --warn-error', async () => {
    const cwd = tempProject(mixed);
    const args = ['build', '--select', 'people', 'good', 'name_is_usual', '--exclude', 'not_null_good_name'];
    expect((await tsdbt(args, { cwd })).code).toBe(0);
    expect((await tsdbt([...args, '--warn-error'], { cwd })).code).toBe(1);
  });

  it('has nothing to do and no failure when nothing matches', async () => {
    const { code, stdout } = await tsdbt(['build', '--select', 'nothing_like_it'], { cwd: tempProject(mixed) });
    expect(code).toBe(0);
    expect(stdout).toContain("'nothing_like_it'");
    expect(stdout).toContain('Nothing to do');
  });

  it('says on stderr which file it uses when there is no profile', async () => {
    const cwd = tempProject({ 'models/a.sql': 'select 1 as id' });
    const { code, stderr } = await tsdbt(['build'], { cwd });
    expect([code, stderr]).toEqual([0, `No profile found: using SQLite at ${join(cwd, 'shop.sqlite')}\n`]);
  });

  it('runs seed, run and test one after the other', async () => {
    const cwd = starter();
    for (const command of ['seed', 'run', 'test']) {
      const { code, stdout } = await tsdbt([command], { cwd });
      expect([command, code]).toEqual([command, 0]);
      expect(stdout).toContain('Completed successfully');
    }
  });
});

describe('a feature whose silence would do harm', () => {
  it('makes its node an error, and the others are built', async () => {
    const cwd = tempProject({
      'models/plain.sql': 'select 1 as id',
      'models/promised.sql': 'select 1 as id',
      'models/granted.sql': "{{ config(grants={'select': ['reader']}) }} select 1 as id",
      'models/schema.yml': 'models:\n  - name: promised\n    config: {contract: {enforced: true}}\n',
    });
    const { code, stdout } = await tsdbt(['build'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('Done. PASS=1 WARN=0 ERROR=2 SKIP=0');
    expect(stdout.match(/TSDBT_CONFIG_UNBUILT/g)).toHaveLength(2);
  });
});

describe('a command that only reads', () => {
  it('leaves no file beside the SQLite database', async () => {
    const cwd = starter();
    await tsdbt(['build'], { cwd });
    expect((await tsdbt(['test'], { cwd })).code).toBe(0);
    expect((await tsdbt(['show', '--inline', 'select 1 as one'], { cwd })).code).toBe(0);
    expect(readdirSync(cwd).filter((name) => name.startsWith('starter.sqlite'))).toEqual(['starter.sqlite']);
  });
});
