import { describe, expect, it } from 'vitest';
import { plainStyle } from '../../../../cli/reporter/text/style.js';
import { changeSummary, differingRows } from '../../../../cli/watch/lines/change-lines.js';
import { savedFiles } from '../../../../cli/watch/lines/result-lines.js';
import type { Cell } from '../../../../core/adapter/cell.js';
import type { RelationSample } from '../../../../core/compare/compare-samples.js';

function sample(names: readonly string[], rows: readonly (readonly Cell[])[], count: number | null = rows.length) {
  const columns = names.map((name) => ({ name, type: 'text' }));
  const isWhole = count === rows.length;
  return { columns, key: ['id'], rows, isWhole, count } satisfies RelationSample;
}

describe('what a build changed, in words', () => {
  const before = sample(['id', 'status', 'old'], [[1n, 'placed', 'x']]);

  it('counts rows before and after, and names columns', () => {
    const after = sample(
      ['id', 'status', 'note'],
      [
        [1n, 'placed', 'y'],
        [2n, 'new', 'z'],
      ],
    );
    expect(changeSummary({ before, after }, plainStyle)).toBe('1 -> 2 rows, + note, - old');
  });

  it('says the number once when it has not changed, and alone when nothing stood before', () => {
    expect(changeSummary({ before, after: before }, plainStyle)).toBe('1 row');
    expect(changeSummary({ before: null, after: before }, plainStyle)).toBe('1 row');
    expect(differingRows({ before: null, after: before }, 80)).toEqual([]);
    expect(differingRows({ before, after: before }, 80)).toEqual([]);
  });

  it('does not count more rows than were counted', () => {
    const many = sample(['id'], [[1n]], null);
    expect(changeSummary({ before: many, after: many }, plainStyle)).toBe('over 1000000 -> over 1000000 rows');
  });

  it('shows the first differing rows: the key, then what changed, from what to what', () => {
    const after = sample(
      ['other', 'status', 'id'],
      [
        ['q', null, 1n],
        ['r', 'new', 2n],
      ],
    );
    expect(differingRows({ before, after }, 80)).toEqual([
      '1 added, 1 changed',
      '|    | id | status         | other |',
      '| -- | -- | -------------- | ----- |',
      '| ~  |  1 | placed -> null | q     |',
      '| +  |  2 | new            | r     |',
    ]);
  });

  it('tells an empty text from nothing', () => {
    const [nothing, empty] = [sample(['id', 'status'], [[1n, null]]), sample(['id', 'status'], [[2n, '']])];
    expect(differingRows({ before: nothing, after: empty }, 80).slice(3)).toEqual([
      "| +  |  2 | ''     |",
      '| -  |  1 |        |',
    ]);
  });

  it('shows five rows and counts the others', () => {
    const after = sample(
      ['id'],
      Array.from({ length: 9 }, (_, index) => [BigInt(index)]),
    );
    const lines = differingRows({ before: sample(['id'], []), after }, 80);
    expect(lines[0]).toBe('9 added');
    expect(lines).toHaveLength(1 + 2 + 5 + 1);
    expect(lines.at(-1)).toBe('... and 4 more');
  });

  it('says of a part that it is one', () => {
    const first = [[1n, 'b']];
    const lines = differingRows(
      { before: sample(['id', 'a'], [[1n, 'a']], 70), after: sample(['id', 'a'], first, 70) },
      80,
    );
    expect(lines[0]).toBe('1 changed in the first 1 rows');
  });
});

describe('files that were saved', () => {
  it('are named when there is one, else counted', () => {
    expect(savedFiles(['models/a.sql'])).toBe('models/a.sql');
    expect(savedFiles(['models/b.sql', 'models/a.sql', 'c.yml'])).toBe('c.yml and 2 more files');
  });
});
