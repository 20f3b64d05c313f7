/** The names that programs may rely on. A change here is a change of the contract: it belongs into CHANGELOG.md. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../../..');
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The source of what the package exports under a path. */
async function namesOf(path: string): Promise<readonly string[]> {
  const source = exports[path].default.replace('./dist/', '').replace(/\.js$/, '.ts');
  return Object.keys(await import(join(root, source))).sort();
}

describe('the package exports', () => {
  it('these paths', () => {
    expect(Object.keys(exports)).toEqual(['.', './adapters', './vitest', './package.json']);
  });

  it('from tsdbt', async () => {
    expect(await namesOf('.')).toEqual([
      'TsdbtError',
      'build',
      'checkProject',
      'compile',
      'diff',
      'load',
      'loadProject',
      'ls',
      'openDatabase',
      'plan',
      'query',
      'run',
      'runOperation',
      'seed',
      'show',
      'test',
      'testConnection',
      'writeManifest',
    ]);
  });

  it('from tsdbt/adapters', async () => {
    expect(await namesOf('./adapters')).toEqual(['adapters', 'postgres']);
  });

  it('from tsdbt/vitest', async () => {
    expect(await namesOf('./vitest')).toEqual(['dataTests']);
  });
});
