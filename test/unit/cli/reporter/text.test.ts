import { describe, expect, it } from 'vitest';
import { cellJson } from '../../../../cli/reporter/text/cell-json.js';
import { displayWidth, pad, printable, truncate } from '../../../../cli/reporter/text/measure.js';
import { rowTable } from '../../../../cli/reporter/text/row-table.js';
import { chooseStyle, colorStyle, plainStyle } from '../../../../cli/reporter/text/style.js';

describe('measure', () => {
  it.each([
    ['abc', 3],
    ['日本', 4],
    ['e\u0301', 1],
    ['👩‍👩‍👧', 2],
    ['', 0],
  ])('counts the columns of %s', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it('cuts without splitting a wide character', () => {
    expect(truncate('日本語テキスト', 8)).toBe('日本...');
    expect(truncate('short', 5)).toBe('short');
  });

  it('fills by columns', () => {
    expect(pad('日', 4)).toBe('日  ');
  });

  it('makes control and direction characters visible', () => {
    expect(printable('a\u001b[2Jb\u202ec')).toBe('a\\u001b[2Jb\\u202ec');
    expect(printable('line\r\nline\ttab')).toBe('line\nline\ttab');
  });
});

const columns = [
  { name: 'id', type: 'integer' },
  { name: 'name', type: 'text' },
];

describe('rowTable', () => {
  it('stands numbers at the right and leaves null empty', () => {
    const rows = [
      [1n, 'a'],
      [10n ** 20n, null],
    ];
    expect(rowTable(columns, rows, { width: null })).toEqual([
      '| id                    | name |',
      '| --------------------- | ---- |',
      '|                     1 | a    |',
      '| 100000000000000000000 |      |',
    ]);
  });

  it('keeps every digit of a decimal', () => {
    const cell = { kind: 'decimal', text: '0.10000000000000000001' } as const;
    expect(rowTable([columns[0]], [[cell]], { width: null })[2]).toBe('| 0.10000000000000000001 |');
  });

  it('takes room from the widest column when the screen is narrow', () => {
    const lines = rowTable(columns, [[1n, 'a rather long text that does not fit']], { width: 24 });
    expect(lines).toEqual(['| id | name            |', '| -- | --------------- |', '|  1 | a rather lon... |']);
  });

  it('leaves out the last columns where not even their beginnings fit, and names them', () => {
    const many = ['id', 'first_name', 'family_name', 'street'].map((name) => ({ name, type: null }));
    const row = [1n, 'Ada', 'Lovelace, Countess of', 'St James Square'];
    expect(rowTable(many, [row], { width: 40 })).toEqual([
      '| id | first_name | family_name        |',
      '| -- | ---------- | ------------------ |',
      '|  1 | Ada        | Lovelace, Count... |',
      '... and 1 more column: street',
    ]);
    const lines = rowTable(
      [...many, ...many.map(({ name }) => ({ name: `${name}_2`, type: null }))],
      [[...row, ...row]],
      {
        width: 40,
      },
    );
    expect(lines.at(-1)).toBe('... and 5 more columns: street, id_2,...');
    expect(lines.every((line) => displayWidth(line) <= 40)).toBe(true);
  });

  it('shows the first column even on a screen that is too narrow for it', () => {
    expect(rowTable(columns, [[1n, 'a']], { width: 12 })).toEqual(['| id |', '| -- |', '|  1 |', '... and 1...']);
    expect(rowTable(columns, [[1n, 'a']], { width: 3 })[0]).toBe('| id |');
  });

  it('never cuts a number: another column is left out', () => {
    const wide = [
      { name: 'amount', type: 'double' },
      { name: 'note', type: 'text' },
    ];
    const row = [9.007199254740992e15, 'a rather long text that does not fit'];
    const big = [{ kind: 'decimal', text: '123456789012345678901234567890.12' } as const, 'a rather long text'];
    expect(rowTable(wide, [row], { width: 38 })[2]).toBe('| 9.007199254740992e+15 | a rathe... |');
    expect(rowTable(wide, [big], { width: 40 }).slice(2)).toEqual([
      '| 123456789012345678901234567890.12 |',
      '... and 1 more column: note',
    ]);
  });

  it('keeps both sides of a changed value in sight', () => {
    const changed = (before: string, after: string) => [1n, { before, after }];
    const rows = [
      changed('x', 'y'),
      changed('short', 'a much longer text than before'),
      changed('abcdefghijkl', 'mnopqrstuvwx'),
    ];
    expect(rowTable(columns, rows, { width: 29 }).slice(2)).toEqual([
      '|  1 | x -> y               |',
      '|  1 | short -> a much l... |',
      '|  1 | abcde... -> mnopq... |',
    ]);
    expect(rowTable(columns, rows.slice(2), { width: null })[2]).toBe('|  1 | abcdefghijkl -> mnopqrstuvwx |');
  });

  it('shows long values from where they differ', () => {
    const long = 'lorem ipsum dolor sit amet';
    const change = (before: string, after: string) => rowTable([columns[1]], [[{ before, after }]], { width: 29 })[2];
    expect(change(`${long}, a`, `${long}, b and more`)).toBe('| ...et, a -> ...et, b a... |');
    expect(change(long, `${long}!`)).toBe('| ...amet -> ...amet!       |');
    expect(change(`${long} 🙂`, `${long} 🙃`)).toBe('| ...met 🙂 -> ...met 🙃    |');
  });

  it('cuts wide characters by the columns that they take', () => {
    const lines = rowTable([columns[1]], [['日本語テキストの例です']], { width: 16 });
    expect(lines).toEqual(['| name         |', '| ------------ |', '| 日本語テ...  |']);
  });

  it('keeps a value on one line', () => {
    expect(rowTable([columns[1]], [['a\nb\tc']], { width: null })[2]).toBe('| a\\nb\\tc |');
  });
});

describe('cellJson', () => {
  it.each([
    [9007199254740993n, '9007199254740993'],
    [{ kind: 'decimal', text: '1.10' } as const, '1.10'],
    [{ kind: 'decimal', text: 'NaN' } as const, '"NaN"'],
    [{ kind: 'timestamp', text: '2026-01-01 00:00:00.000001' } as const, '"2026-01-01 00:00:00.000001"'],
    [Number.NaN, '"NaN"'],
    [null, 'null'],
    [true, 'true'],
    ['a"b', '"a\\"b"'],
  ])('writes %s as %s', (cell, json) => {
    expect(cellJson(cell)).toBe(json);
  });
});

describe('chooseStyle', () => {
  const wishes = { flag: null, env: {}, isTerminal: true };
  it('follows the flag before everything', () => {
    expect(chooseStyle({ flag: true, env: { NO_COLOR: '1' }, isTerminal: false })).toBe(colorStyle);
    expect(chooseStyle({ flag: false, env: { FORCE_COLOR: '1' }, isTerminal: true })).toBe(plainStyle);
  });

  it('follows NO_COLOR, FORCE_COLOR and the terminal, in this order', () => {
    expect(chooseStyle({ ...wishes, env: { NO_COLOR: '1', FORCE_COLOR: '1' } })).toBe(plainStyle);
    expect(chooseStyle({ ...wishes, isTerminal: false, env: { FORCE_COLOR: '1' } })).toBe(colorStyle);
    expect(chooseStyle({ ...wishes, env: { FORCE_COLOR: '0' } })).toBe(plainStyle);
    expect(chooseStyle(wishes)).toBe(colorStyle);
    expect(chooseStyle({ ...wishes, isTerminal: false })).toBe(plainStyle);
    expect(chooseStyle({ ...wishes, env: { TERM: 'dumb' } })).toBe(plainStyle);
  });
});
