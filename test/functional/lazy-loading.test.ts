import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { tempProject, tsdbt, writeFiles } from '../support/cli.js';

/** Writes the packages that a process has loaded to stderr when it ends. */
const hook = `process.on('exit', () => {
  const names = Object.keys(require('module')._cache).map((file) => /node_modules\\/([^/]+)/.exec(file)?.[1]);
  process.stderr.write('LOADED ' + [...new Set(names)].join(' ') + '\\n');
});`;

function project(): string {
  const outputs = { dev: { type: 'postgres', ...inject('postgres'), dbname: 'postgres', schema: 'lazy' } };
  const cwd = tempProject({
    'dbt_project.yml': 'name: shop\nversion: "1.0"\nprofile: shop\n',
    'profiles.yml': JSON.stringify({ shop: { target: 'dev', outputs } }),
    'models/a.sql': 'select 1 as id',
    'models/a.yml': 'models: [{name: a, columns: [{name: id, data_tests: [not_null]}]}]',
  });
  writeFiles(join(cwd, '..'), { 'hook.cjs': hook });
  return cwd;
}

async function loaded(args: readonly string[]): Promise<string[]> {
  const cwd = project();
  const { stderr } = await tsdbt(args, { cwd, env: { NODE_OPTIONS: `--require ${join(cwd, '../hook.cjs')}` } });
  return /LOADED (.*)/.exec(stderr)?.[1].split(' ') ?? ['no answer'];
}

describe('what a command loads', () => {
  it.each([['--version'], ['--help'], ['help', 'build'], ['__complete', 'zsh', 'run', '-s', 'a']])(
    '%s: no package at all',
    async (...args) => {
      expect(await loaded(args)).toEqual(['']);
    },
  );

  it.each([['parse'], ['ls'], ['compile']])('%s: nothing beside the program', async (command) => {
    expect(await loaded([command])).toEqual(['']);
  });

  it('run on Postgres: nothing beside the program, and nothing of SQLite', async () => {
    expect(await loaded(['run'])).toEqual(['']);
  });
});
