import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { createBlockReader } from '../../../../core/adapter/delimited/block-reader.js';
import type { RowBlock } from '../../../../core/adapter/delimited/row-block.js';
import { blockColumn } from '../../../../core/io/csv/plain/infer-block.js';
import { columnTyper } from '../../../../core/io/csv/typing/infer-columns.js';

/** Blocks of a file with a header, a column of these cells and one of ones. */
function blocksOf(cells: readonly string[]): RowBlock {
  const text = Papa.unparse([['a', 'b'], ...cells.map((cell) => [cell, '1'])], { newline: '\n' });
  const reader = createBlockReader(',');
  const bytes = new TextEncoder().encode(`${text}\n`);
  const { buffer, offset } = reader.room();
  buffer.set(bytes, offset);
  const block = reader.take(bytes.length);
  if (block === 'irregular') throw new Error('The file is not regular.');
  return block;
}

function infer(cells: readonly string[], isText = false) {
  const column = blockColumn(isText);
  column.see(blocksOf(cells), 0, 1);
  const { type, toCell } = column.finish();
  return { type, form: column.form(), values: cells.map(toCell) };
}

describe('the form of a column', () => {
  it.each([
    [['1', '-20', '', 'null'], 'integer', 'integer'],
    [['1', '2.50'], 'number', 'decimal'],
    [['1', '2.0'], 'integer', null],
    [['1', '1,000'], 'integer', null],
    [['1', ' 2'], 'integer', null],
    [['1', '12345678901234567890'], 'integer', null],
    [['2024-02-29', ''], 'date', 'date'],
    [['2024-2-9'], 'date', null],
    [['2024-02-29 10:11:12'], 'datetime', 'datetime'],
    [['2024-02-29T10:11:12'], 'datetime', 'iso'],
    [['2024-02-29T10:11:12Z'], 'datetime', null],
    [['true', 'FALSE'], 'boolean', 'boolean'],
    [['true', ' false'], 'boolean', null],
    [['1', 'x'], 'text', 'text'],
    [['2024-02-29', '1'], 'text', 'text'],
    [['', 'null'], 'integer', 'integer'],
    [[], 'integer', 'integer'],
  ] as const)('%j is %s, plain: %s', (cells, type, form) => {
    expect(infer(cells)).toMatchObject({ type, form });
  });

  it('is text where the config names a type', () => {
    expect(infer(['007', '1.0'], true)).toMatchObject({ type: 'text', form: 'text', values: ['007', '1.0'] });
  });
});

const word = fc.constantFrom(
  ...['', ' ', 'null', 'NULL ', '0', '1', '-1', '007', '-0', '1.5', '2.0', '.5', '1e3', '$4', '5%', '1,000', 'nan'],
  ...['2024-02-29', '2023-02-29', '2024-1-1', '2024-02-29 10:11:12', '2024-02-29T10:11:12', '2024-02-29T10:11'],
  ...['true', 'False', 'yes', 'x', 'é', '"q"', 'a,b', 'two\nlines', '\u00a0', '\u3000', '99999999999999999999'],
);

it('types are those of the cells looked at one by one, and a plain form leaves each value as it is written', () => {
  const few = fc.uniqueArray(word, { minLength: 1, maxLength: 3 });
  const column = few.chain((words) => fc.array(fc.constantFrom(...words, ''), { maxLength: 8 }));
  fc.assert(
    fc.property(column, (cells) => {
      const { type, form, values } = infer(cells);
      const typer = columnTyper(false);
      for (const cell of cells) typer.see(cell);
      expect(type).toBe(typer.finish().type);
      if (form === null || form === 'text') return;
      for (const [index, value] of values.entries())
        if (value !== null) expect(written(value)).toBe(same(cells[index]));
    }),
    { numRuns: 500 },
  );
});

/** A value as text, numbers as the machine has them. */
function written(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { kind, text } = value as { readonly kind: string; readonly text: string };
  return kind === 'decimal' ? String(Number(text)) : text;
}

function same(cell: string): string {
  if (/^-?[\d.]+$/.test(cell)) return String(Number(cell));
  return /^[tf]/i.test(cell) ? cell.toLowerCase() : cell.replace('T', ' ');
}
