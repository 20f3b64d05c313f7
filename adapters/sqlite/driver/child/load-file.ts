/**
 * Inserts the rows of a file of plain cells: this process reads the file itself, so that no row crosses from one process to
 * another and no text is made of a number.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { createBlockReader } from '../../../../core/adapter/delimited/block-reader.js';
import { booleanAt, type CellForm } from '../../../../core/adapter/delimited/cell-forms.js';
import { ChangedFileError, type PlainFile } from '../../../../core/adapter/delimited/plain-file.js';
import { isNull, strip } from '../../../../core/adapter/delimited/python-text.js';
import {
  cellText,
  ESCAPED,
  holdsNothing,
  mayBeNull,
  type RowBlock,
} from '../../../../core/adapter/delimited/row-block.js';
import type { Insert } from './load.js';

/** Inserts all rows but the header; answers how many. */
export function loadFile(insert: Insert, { path, delimiter, forms }: PlainFile): number {
  const reader = createBlockReader(delimiter);
  const file = openSync(path, 'r');
  let rows = 0;
  try {
    for (let isStart = true, isEnd = false; !isEnd; ) {
      const { buffer, offset, length } = reader.room();
      const count = readSync(file, buffer, offset, length, null);
      isEnd = count === 0;
      const block = reader.take(count);
      if (block === 'irregular' || (block.rows > 0 && block.width !== forms.length)) throw new ChangedFileError(path);
      if (block.rows === 0) continue;
      const first = isStart ? 1 : 0;
      isStart = false;
      insertBlock(insert, block, forms, first);
      rows += block.rows - first;
    }
  } finally {
    closeSync(file);
  }
  return rows;
}

function insertBlock(insert: Insert, block: RowBlock, forms: readonly CellForm[], first: number): void {
  const width = forms.length;
  const { bytes } = block;
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, block.ends[block.rows * width - 1] ?? 0);
  // Every byte is a character here, so that places in the bytes are places in the text.
  const text = whole.toString('latin1');
  const convert = forms.map((form) => converters[form]);
  for (let row = first; row < block.rows; ) {
    const count = insert.rowsAtOnce(block.rows - row);
    const values = insert.parameters(count);
    for (let cell = row * width, index = 0; index < values.length; cell += width) {
      for (let column = 0; column < width; column++) values[index++] = convert[column](block, cell + column, text);
    }
    insert.run(count, values);
    row += count;
  }
}

type Parameter = number | string | null;
type Converter = (block: RowBlock, cell: number, text: string) => Parameter;

/** What a cell goes in as: what the column's affinity makes the same value of as of the cell that it stands for. */
const converters: Readonly<Record<CellForm, Converter>> = {
  text: (block, cell, text) => {
    if (mayBeNull(block, cell)) {
      const own = cellText(block, cell);
      return isNull(strip(own)) ? null : own;
    }
    return textAt(block, cell, text);
  },
  integer: ({ bytes, starts, ends }, cell, text) => {
    const start = starts[cell];
    const end = ends[cell];
    if (holdsNothing(bytes, start, end)) return null;
    return end - start > EXACT_DIGITS ? text.slice(start, end) : integerAt(bytes, start, end);
  },
  decimal: ({ bytes, starts, ends }, cell, text) => {
    const start = starts[cell];
    const end = ends[cell];
    return holdsNothing(bytes, start, end) ? null : Number(text.slice(start, end));
  },
  date: plainText,
  datetime: plainText,
  iso: ({ bytes, starts, ends }, cell, text) => {
    const start = starts[cell];
    return holdsNothing(bytes, start, ends[cell])
      ? null
      : `${text.slice(start, start + 10)} ${text.slice(start + 11, ends[cell])}`;
  },
  boolean: ({ bytes, starts, ends }, cell) => {
    const found = booleanAt(bytes, starts[cell], ends[cell]);
    return found === null ? null : Number(found);
  },
};

/** So many digits, and a sign, a double holds. */
const EXACT_DIGITS = 15;

function plainText({ bytes, starts, ends }: RowBlock, cell: number, text: string): Parameter {
  const start = starts[cell];
  const end = ends[cell];
  return holdsNothing(bytes, start, end) ? null : text.slice(start, end);
}

function textAt(block: RowBlock, cell: number, text: string): string {
  const flag = block.flags[cell];
  if (flag !== 0 && flag !== ESCAPED) return cellText(block, cell);
  const own = text.slice(block.starts[cell], block.ends[cell]);
  return flag === 0 ? own : own.replaceAll('""', '"');
}

function integerAt(bytes: Uint8Array, start: number, end: number): number {
  const isNegative = bytes[start] === 0x2d;
  let value = 0;
  for (let at = isNegative ? start + 1 : start; at < end; at++) value = 10 * value + bytes[at] - 0x30;
  return isNegative ? -value : value;
}
