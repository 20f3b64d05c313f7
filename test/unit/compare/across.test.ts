import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../core/adapter/cell.js';
import { compareBytes } from '../../../core/compare/across/byte-order.js';
import { groupReader } from '../../../core/compare/across/read-groups.js';
import { createTally } from '../../../core/compare/across/tally.js';

async function* batches(...given: Cell[][][]) {
  yield* given;
}

describe('the order of bytes', () => {
  it('is that of UTF-8, also beyond the first 65,536 characters', () => {
    const texts = ['', 'Z', 'a', 'aa', 'ä', '\uff41', '\u{1f600}'];
    expect([...texts].reverse().sort(compareBytes)).toEqual(texts);
    expect(['\u{1f600}', '\uff41'].sort()).toEqual(['\u{1f600}', '\uff41']);
  });

  it('is that of the encoded texts for any two', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 4 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });
});

describe('groups of rows with one key', () => {
  it('reach over batches, and count equal rows together', async () => {
    const { next } = groupReader(
      batches(
        [
          ['=1', 'a'],
          ['=1', 'b'],
        ],
        [],
        [
          ['=1', 'a'],
          ['=2', 'c'],
        ],
      ),
      1,
    );
    const first = await next();
    expect([first?.key, first?.count]).toEqual([['=1'], 3]);
    expect([...(first?.rows().values() ?? [])]).toEqual([
      { cells: ['a'], times: 2 },
      { cells: ['b'], times: 1 },
    ]);
    expect((await next())?.key).toEqual(['=2']);
    expect(await next()).toBeNull();
  });

  it('are refused in any other order, which would give wrong counts without a word', async () => {
    const { next } = groupReader(batches([['=b'], ['=a']]), 1);
    await next();
    await expect(next()).rejects.toMatchObject({ diagnostics: [{ code: 'TSDBT_COMPARISON_IMPOSSIBLE' }] });
  });

  it('stop the query that they come from', async () => {
    let isOpen = true;
    async function* endless() {
      try {
        for (let index = 0; ; index++) yield [[`=${index}`]];
      } finally {
        isOpen = false;
      }
    }
    const { next, stop } = groupReader(endless(), 1);
    await next();
    await stop();
    expect(isOpen).toBe(false);
  });
});

describe('the tally of differences', () => {
  const group = (key: string, ...rows: Cell[][]) => {
    const counted = rows.map((cells) => [JSON.stringify(cells), { cells, times: 1 }] as const);
    return { key: [key], count: rows.length, single: rows.length === 1 ? rows[0] : null, rows: () => new Map(counted) };
  };

  it('keeps no more samples of a kind than were asked for, and counts all', () => {
    const tally = createTally({ columns: ['id', 'word'], key: [0], sampleLimit: 1 });
    tally.add(group('=1', ['1', 'a']), null);
    tally.add(group('=2', ['2', 'a']), null);
    tally.add(group('=3', ['3', 'a']), group('=3', ['3', 'b']));
    expect(tally.result()).toMatchObject({
      rows: { before: 3, after: 1, removed: 2, changed: 1, added: 0, same: 0 },
      perColumn: [{ name: 'word', mismatches: 1 }],
    });
    expect(tally.result().samples.map(({ kind }) => kind)).toEqual(['changed', 'removed']);
  });

  it('calls nothing changed where a key has several rows left', () => {
    const tally = createTally({ columns: ['id', 'word'], key: [0], sampleLimit: 5 });
    tally.add(group('=1', ['1', 'a'], ['1', 'b'], ['1', 'c']), group('=1', ['1', 'a'], ['1', 'd']));
    expect(tally.result()).toMatchObject({
      rows: { same: 1, removed: 2, added: 1, changed: 0 },
      key: { repeated: { before: 1, after: 1 } },
    });
  });
});
