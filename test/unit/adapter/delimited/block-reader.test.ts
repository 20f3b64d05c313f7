import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { createBlockReader } from '../../../../core/adapter/delimited/block-reader.js';
import { cellText } from '../../../../core/adapter/delimited/row-block.js';

/** The rows of a text whose bytes come in pieces of the given sizes, in turn; null when it is not regular. */
function read(text: string, sizes: readonly number[] = [1 << 18], delimiter = ','): string[][] | null {
  const bytes = new TextEncoder().encode(text);
  const reader = createBlockReader(delimiter);
  const rows: string[][] = [];
  for (let at = 0, turn = 0, isEnd = false; !isEnd; turn++) {
    const { buffer, offset, length } = reader.room();
    const piece = bytes.subarray(at, at + Math.min(length, sizes[turn % sizes.length]));
    buffer.set(piece, offset);
    at += piece.length;
    isEnd = piece.length === 0;
    const block = reader.take(piece.length);
    if (block === 'irregular') return null;
    for (let row = 0; row < block.rows; row++) {
      rows.push(Array.from({ length: block.width }, (_, column) => cellText(block, row * block.width + column)));
    }
  }
  return rows;
}

describe('a block reader', () => {
  it.each([
    [
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\r1,2\r',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      '\ufeffa,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\n1,\n,2',
      [
        ['a', 'b'],
        ['1', ''],
        ['', '2'],
      ],
    ],
    [
      'a,b\n1,"x""y"\n',
      [
        ['a', 'b'],
        ['1', 'x"y'],
      ],
    ],
    [
      'a,b\n1,"x,\r\ny\r"\n',
      [
        ['a', 'b'],
        ['1', 'x,\ny\n'],
      ],
    ],
    [
      'a,b\n1,x"y\n',
      [
        ['a', 'b'],
        ['1', 'x"y'],
      ],
    ],
    [
      'a,b\n"1","\ufeffé😀"\n',
      [
        ['a', 'b'],
        ['1', '\ufeffé😀'],
      ],
    ],
    [
      'a,b\n\n1,2\n""\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['a\n1\n\n""\n2\n', [['a'], ['1'], [''], [''], ['2']]],
    ['', []],
  ])('reads %j, wherever the bytes are cut', (text, rows) => {
    for (const size of [1, 2, 3, 5, 100]) expect(read(text, [size])).toEqual(rows);
  });

  it.each([
    ['a row too short', 'a,b\n1\n'],
    ['a row too long', 'a,b\n1,2,3\n'],
    ['a quote that is never closed', 'a,b\n1,"2\n'],
    ['text after a closing quote', 'a,b\n1,"2"x\n'],
    ['a space after a closing quote', 'a,b\n1,"2" \n'],
    ['a blank first line', '\na,b\n'],
  ])('leaves %s to others', (_, text) => {
    for (const size of [1, 2, 100]) expect(read(text, [size])).toBeNull();
  });

  it('gives up a row beyond all bounds', () => {
    expect(read(`a,b\n1,"${'x'.repeat(11_000_000)}"\n`)).toBeNull();
  });

  it('takes a row that is longer than what is read at once', () => {
    const long = 'long '.repeat(200_000);
    expect(read(`a,b\n1,"${long}"\n2,x\n`)).toEqual([
      ['a', 'b'],
      ['1', long],
      ['2', 'x'],
    ]);
  });

  it('takes other delimiters', () => {
    expect(read('a;b\n1,5;"2;3"\n', [4], ';')).toEqual([
      ['a', 'b'],
      ['1,5', '2;3'],
    ]);
    expect(read('a\tb\n1\t2\n', [4], '\t')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it('reads what a library for CSV has written, wherever the bytes are cut', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '1', ',', '"', '\n', ' ', 'é', '😀'), maxLength: 6 });
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      );
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 9 }), fc.constantFrom('\n', '\r\n'), (rows, size, newline) => {
        expect(read(Papa.unparse(rows, { newline }), [size])).toEqual(rows);
      }),
    );
  });
});
