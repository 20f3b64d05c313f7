import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../core/adapter/cell.js';
import { compareSamples, type RelationSample } from '../../../core/compare/compare-samples.js';

function sample(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  changes: Partial<RelationSample> = {},
): RelationSample {
  const typed = columns.map((column) => {
    const [name, type] = column.split(' ');
    return { name: name ?? '', type: type ?? null };
  });
  return { columns: typed, key: ['id'], rows, isWhole: true, count: rows.length, ...changes };
}

describe('two looks at one relation', () => {
  it('tell columns that came, went and changed their type', () => {
    const found = compareSamples(
      sample(['id integer', 'old text', 'amount integer'], []),
      sample(['id integer', 'amount text', 'note'], []),
    );
    expect(found.added).toEqual(['note']);
    expect(found.dropped).toEqual(['old']);
    expect(found.retyped).toEqual([{ name: 'amount', before: 'integer', after: 'text' }]);
  });

  it('tell rows by their key, and which columns of them changed', () => {
    const before = sample(
      ['id', 'status', 'n'],
      [
        [1n, 'a', 1n],
        [2n, 'b', 2n],
        [3n, 'c', 3n],
      ],
    );
    const after = sample(
      ['id', 'n', 'status'],
      [
        [1n, 1, 'a'],
        [2n, 2n, 'x'],
        [4n, 4n, 'd'],
      ],
    );
    expect(compareSamples(before, after).rows).toEqual({
      added: [[4n, 4n, 'd']],
      removed: [[3n, 'c', 3n]],
      changed: [{ before: [2n, 'b', 2n], after: [2n, 2n, 'x'], columns: ['status'] }],
      isWhole: true,
    });
  });

  it('say nothing of rows that one of them may not have seen', () => {
    const before = sample(['id'], [[1n], [2n], [3n]], { isWhole: false, count: 10 });
    const after = sample(['id'], [[0n], [1n], [2n]], { isWhole: false, count: 11 });
    const found = compareSamples(before, after).rows;
    expect(found?.added).toEqual([[0n]]);
    expect(found?.removed).toEqual([]);
    expect(found?.isWhole).toBe(false);
  });

  it('find the rows that went from behind the last that both have when all of the new ones were seen', () => {
    const before = sample(['id'], [[1n], [2n], [3n]], { isWhole: false, count: 10 });
    const found = compareSamples(before, sample(['id'], [[1n]])).rows;
    expect(found?.removed).toEqual([[2n], [3n]]);
  });

  it('compare whole rows as often as they come where there is no key', () => {
    const before = sample(['a'], [['x'], ['x'], ['y']], { key: [] });
    const after = sample(['a'], [['x'], ['y'], ['y'], [null]], { key: [] });
    expect(compareSamples(before, after).rows).toEqual({
      added: [['y'], [null]],
      removed: [['x']],
      changed: [],
      isWhole: true,
    });
  });

  it('compare no rows without a key when not all were seen, nor by a key that repeats', () => {
    const part = { key: [], isWhole: false };
    expect(compareSamples(sample(['a'], [['x']], part), sample(['a'], [['y']], part)).rows).toBeNull();
    const repeated = sample(['id'], [[1n], [1n]]);
    expect(compareSamples(repeated, sample(['id'], [[1n]])).rows).toBeNull();
  });
});
