import { describe, expect, it } from 'vitest';
import { cellText } from '../../../core/adapter/values/cell-text.js';
import { doubleText } from '../../../core/adapter/values/double-text.js';

describe('doubleText', () => {
  // What `select 100.0` and the like print in the sqlite3 shell.
  it.each([
    [100, '100.0'],
    [0, '0.0'],
    [-2.5, '-2.5'],
    [0.1, '0.1'],
    [1e20, '1.0e+20'],
    [1.5e-7, '1.5e-07'],
    [0.0001, '0.0001'],
    [0.00001, '1.0e-05'],
    [123456789012345, '123456789012345.0'],
    [1e15, '1.0e+15'],
  ])('prints %d as %s', (value, text) => {
    expect(doubleText(value)).toBe(text);
  });
});

describe('cellText', () => {
  it('keeps every digit and tells null from an empty text', () => {
    expect(
      [10n ** 20n, 2, { kind: 'decimal', text: '1.10' } as const, { kind: 'bytes', text: 'ff' } as const].map(cellText),
    ).toEqual(['100000000000000000000', '2.0', '1.10', '\\xff']);
    expect([null, '', true].map(cellText)).toEqual([null, '', 'true']);
  });
});
