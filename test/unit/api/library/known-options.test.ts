import { describe, expect, it } from 'vitest';
import { checkLoadOptions, checkOptions } from '../../../../core/api/library/known-options.js';
import type { LoadOptions } from '../../../../core/api/library/types/project.js';
import { TsdbtError } from '../../../../core/diagnostics/error.js';

function found(check: () => void) {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof TsdbtError)) throw error;
    return error.diagnostics.map(({ message, hint }) => [message, hint]);
  }
}

describe('the options of a call', () => {
  it('are refused where they are misspelt', () => {
    expect(found(() => checkOptions('run', { selct: 'orders', exclude: 'a' }))).toEqual([
      ['There is no option `selct` here.', expect.stringContaining("'select'")],
    ]);
    expect(found(() => checkOptions('query', { colour: 'red' }))).toEqual([
      ['There is no option `colour` here.', 'There are signal, database, limit.'],
    ]);
  });

  it('are those of the command', () => {
    expect(found(() => checkOptions('show', { limit: 3, select: 'a' }))).toEqual([]);
    expect(found(() => checkOptions('run', { limit: 3 }))).toHaveLength(1);
    expect(found(() => checkOptions('diff', { key: ['id'], limit: null, select: 'a' }))).toEqual([]);
    expect(found(() => checkOptions('diff', { keys: ['id'] }))).toEqual([
      ['There is no option `keys` here.', "Did you mean 'key'?"],
    ]);
    expect(found(() => checkOptions('plan', { command: 'run', failFast: true }))).toEqual([]);
  });

  it('may be left undefined, whatever they are called', () => {
    expect(found(() => checkOptions('run', { selct: undefined }))).toEqual([]);
  });

  it('say that adapters are missing', () => {
    expect(found(() => checkLoadOptions(undefined))[0]?.[0]).toContain('`adapters` is missing');
    expect(found(() => checkLoadOptions({} as LoadOptions))[0]?.[1]).toContain("from 'tsdbt/adapters'");
    expect(found(() => checkLoadOptions({ adapters: {}, traget: 'x' } as unknown as LoadOptions))).toEqual([
      ['There is no option `traget` here.', "Did you mean 'target'?"],
    ]);
  });
});
