import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../core/adapter/cell.js';
import { compareRows } from '../../../core/compare/compare-rows.js';
import { bruteForce } from '../../conformance/compare/brute-force.js';

const named = (...names: string[]) => names.map((name) => ({ name, isRetyped: false }));

describe('compareRows', () => {
  it('counts added, removed and changed rows, mismatches by column, and shows the first of each in the order of the key', () => {
    const compared = compareRows({
      before: [
        [10n, 'a', 1n],
        [2n, 'b', 1n],
        [3n, 'c', 1n],
        [4n, 'd', null],
      ],
      after: [
        [2n, 'B', 1n],
        [3n, 'c', 1n],
        [4n, 'D', 5n],
        [7n, 'e', 1n],
      ],
      columns: named('id', 'name', 'n'),
      key: [0],
      sampleLimit: 1,
    });
    expect(compared).toEqual({
      rows: { before: 4, after: 4, added: 1, removed: 1, changed: 2, same: 1 },
      key: { columns: ['id'], nulls: { before: 0, after: 0 }, repeated: { before: 0, after: 0 } },
      perColumn: [
        { name: 'name', mismatches: 2 },
        { name: 'n', mismatches: 1 },
      ],
      samples: [
        { kind: 'added', before: null, after: [7n, 'e', 1n], times: 1 },
        { kind: 'changed', before: [2n, 'b', 1n], after: [2n, 'B', 1n], changedColumns: ['name'], times: 1 },
        { kind: 'removed', before: [10n, 'a', 1n], after: null, times: 1 },
      ],
    });
  });

  it('compares values of retyped columns as text, others exactly', () => {
    const sides = { before: [[1n]], after: [['1']], key: [], sampleLimit: 5 };
    expect(compareRows({ ...sides, columns: [{ name: 'n', isRetyped: true }] }).rows.same).toBe(1);
    expect(compareRows({ ...sides, columns: named('n') }).rows.same).toBe(0);
  });

  const cell = fc.constantFrom<Cell>(null, 0n, 1n, 1, '', '1', { kind: 'date', text: '2026-01-01' });
  const rows = fc.array(fc.tuple(cell, cell), { maxLength: 7 });

  it('answers what its definition says', () => {
    fc.assert(
      fc.property(rows, rows, fc.constantFrom([], [0], [0, 1]), (before, after, key) => {
        const compared = compareRows({ before, after, columns: named('a', 'b'), key, sampleLimit: 100 });
        const expected = bruteForce(before, after, key);
        expect(compared.rows).toEqual(expected.rows);
        if (key.length > 0) expect(compared.key).toMatchObject({ nulls: expected.nulls, repeated: expected.repeated });
        const mismatches = ['a', 'b'].map(
          (name) => compared.perColumn.find((one) => one.name === name)?.mismatches ?? 0,
        );
        expect(mismatches).toEqual(expected.mismatches.concat([0, 0]).slice(0, 2));
      }),
      { numRuns: 300 },
    );
  });
});
