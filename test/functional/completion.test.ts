import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noIndex } from '../../cli/completion/answer.js';
import { readIndex } from '../../cli/completion/read-index.js';
import { scripts } from '../../cli/completion/scripts.js';
import { bin, tempProject, tsdbt } from '../support/cli.js';

const files = {
  'models/stg_orders.sql': "{{ config(tags='nightly', materialized='table') }} select 1 as id",
  'models/marts/orders.sql': "select * from {{ ref('stg_orders') }}",
  'models/schema.yml': 'sources: [{name: raw, tables: [{name: payments}]}]',
  'macros/grant.sql': '{% macro grant_all() %}{% endmacro %}',
  'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: sqlite}, prod: {type: sqlite}}}',
  'selectors.yml': "selectors: [{name: weekly, definition: 'tag:nightly'}]",
  'dbt_project.yml': "name: shop\nprofile: shop\ntarget-path: 'build' # here\n",
};
/** Of a project with two thousand models and four tests for each. */
function largeIndex(): string {
  const numbers = Array.from({ length: 2000 }, (_, index) => index);
  const model = numbers.map((number) => `model_number_${number}_of_many`);
  const path = numbers.map((number) => `models/folder_${number % 50}/model_number_${number}_of_many.sql`);
  const test = model.flatMap((name) => ['a', 'b', 'c', 'd'].map((column) => `not_null_${name}_${column}`));
  return JSON.stringify({ ...noIndex, names: { model, test }, methods: { path } });
}

const place = (cwd: string, given: Record<string, string> = {}) =>
  ({ cwd, env: {}, given: new Map(Object.entries(given)) }) as unknown as Parameters<typeof readIndex>[0];

describe('shell completion', () => {
  it('knows after each parse what the project holds, from below and from outside of it', async () => {
    const cwd = tempProject(files);
    expect((await tsdbt(['parse'], { cwd })).code).toBe(0);
    const index = readIndex(place(join(cwd, 'models/marts')));
    expect(index).toEqual(readIndex(place(join(cwd, '..'), { projectDir: 'shop' })));
    expect(index).toEqual(readIndex(place(cwd, { targetPath: 'build' })));
    expect(index).toEqual(readIndex({ ...place('/'), env: { DBT_PROJECT_DIR: cwd } }));
    expect(index).toMatchObject({
      names: { model: ['orders', 'stg_orders'], source: ['payments'] },
      selectors: ['weekly'],
      macros: ['grant_all'],
      profiles: ['shop'],
      targets: ['dev', 'prod'],
    });
    expect(index.methods).toMatchObject({
      tag: ['nightly'],
      source: ['payments', 'raw', 'raw.payments'],
      'config.materialized': ['table', 'view'],
    });
  });

  it.each(['', '{"version":1', '[]', '{"version":1,"names":{"model":"x"}}', '{"version":2}'])(
    'goes on without names where the file holds %j',
    async (text) => {
      const cwd = tempProject({ ...files, 'build/completion.json': text });
      expect(readIndex(place(cwd)).names).toEqual({});
    },
  );

  it('writes no file with --no-write-json', async () => {
    const cwd = tempProject(files);
    await tsdbt(['parse', '--no-write-json'], { cwd });
    expect(readIndex(place(cwd)).names).toEqual({});
  });

  it('completes a command line in bash, by the script that the program prints', async () => {
    const cwd = tempProject(files);
    await tsdbt(['parse'], { cwd });
    const { stdout: script } = await tsdbt(['completion', 'bash'], { cwd });
    expect(script).toBe(scripts.bash);
    writeFileSync(join(cwd, 'tsdbt'), `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`, { mode: 0o755 });
    writeFileSync(join(cwd, 'script.sh'), script);
    const test = `source ./script.sh
      ask() { COMP_LINE="$1"; COMP_POINT=\${#COMP_LINE}; _tsdbt tsdbt "$2"; echo "\${COMPREPLY[@]}"; }
      ask 'tsdbt run -s +stg_' '+stg_'
      ask 'tsdbt ls -s tag:' ''
      ask 'tsdbt run --target-path mo' mo`;
    const env = { PATH: `${cwd}:${process.env.PATH}` };
    const ended = spawnSync('bash', ['--norc', '-c', test], { cwd, encoding: 'utf8', env });
    expect([ended.stdout, ended.stderr]).toEqual(['+stg_orders\nnightly\nmodels\n', '']);
  });

  it('answers in few times what starting Node takes', async () => {
    const cwd = tempProject({ ...files, 'build/completion.json': largeIndex() });
    const seconds = (args: readonly string[]) => {
      const began = performance.now();
      spawnSync(process.execPath, args, { cwd, env: { PATH: process.env.PATH } });
      return performance.now() - began;
    };
    const runs = Array.from({ length: 5 }, () => [
      seconds(['-e', '0']),
      seconds([bin, '__complete', 'bash', ' :', 'tsdbt run -s model_number_1']),
    ]);
    // The best of each: what else the machine does is no property of the program. Measured: 1.8 to 2.5.
    const [bare, completion] = [0, 1].map((column) => Math.min(...runs.map((run) => run[column])));
    expect(completion / bare).toBeLessThan(4);
  });

  it('says which shells it knows', async () => {
    const { code, stderr } = await tsdbt(['completion', 'fsh'], { cwd: tempProject({}) });
    expect(code).toBe(2);
    expect(stderr).toContain("There is no completion for 'fsh'; expected bash, zsh, fish.");
    expect(stderr).toContain("Did you mean 'fish'");
  });

  it('hides secrets that are names', async () => {
    const cwd = tempProject({ ...files, 'models/tell_nobody.sql': 'select 1 as id' });
    await tsdbt(['parse'], { cwd, env: { DBT_ENV_SECRET_NAME: 'tell_nobody' } });
    expect(readFileSync(join(cwd, 'build/completion.json'), 'utf8')).not.toContain('tell_nobody');
  });
});
