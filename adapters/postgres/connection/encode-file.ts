/** The rows of a file of plain cells in the text format of COPY, made byte by byte: no text is made of a cell on the way. */
import { type FileHandle, open } from 'node:fs/promises';
import { createBlockReader } from '../../../core/adapter/delimited/block-reader.js';
import type { CellForm } from '../../../core/adapter/delimited/cell-forms.js';
import { ChangedFileError, type PlainFile } from '../../../core/adapter/delimited/plain-file.js';
import { isNull, strip } from '../../../core/adapter/delimited/python-text.js';
import {
  cellText,
  ESCAPED,
  holdsNothing,
  mayBeNull,
  RETURNS,
  type RowBlock,
} from '../../../core/adapter/delimited/row-block.js';

/** All rows but the header, a block of the file at a time; each piece is the receiver's own. */
export async function* encodeFile({ path, delimiter, forms, watch }: PlainFile): AsyncGenerator<Buffer> {
  const reader = createBlockReader(delimiter);
  const file = await open(path);
  const areTexts = forms.map((form) => form === 'text');
  try {
    for (let first = 1, isEnd = false; !isEnd; ) {
      const count = await fill(file, reader.room());
      isEnd = count === 0;
      const block = reader.take(count);
      if (block === 'irregular' || (block.rows > 0 && !fits(block, forms))) throw new ChangedFileError(path);
      if (block.rows > 0) watch?.(block, first);
      if (block.rows > first) yield encodeBlock(block, areTexts, first);
      if (block.rows > 0) first = 0;
    }
  } finally {
    await file.close();
  }
}

function fits({ width }: RowBlock, forms: readonly CellForm[]): boolean {
  return width === forms.length;
}

async function fill(file: FileHandle, room: ReturnType<ReturnType<typeof createBlockReader>['room']>): Promise<number> {
  const { bytesRead } = await file.read(room.buffer, room.offset, room.length, null);
  return bytesRead;
}

const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const LETTER_N = 0x4e;

/** What stands for a byte after a backslash; 0 for bytes that stand for themselves. */
const escapes = new Uint8Array(256);
escapes[TAB] = 0x74;
escapes[LINE_FEED] = 0x6e;
escapes[RETURN] = 0x72;
escapes[BACKSLASH] = BACKSLASH;

/** Bytes that a cell and what follows it take beyond its own, when none is escaped. */
const CELL_EXTRA = 3;

function encodeBlock(block: RowBlock, areTexts: readonly boolean[], first: number): Buffer {
  const { bytes, starts, ends, flags, width, rows } = block;
  const from = first * width;
  const to = rows * width;
  // Every byte may become two.
  const out = Buffer.allocUnsafeSlow(2 * (ends[to - 1] - starts[from]) + CELL_EXTRA * (to - from));
  let at = 0;
  for (let cell = from, column = 0; cell < to; cell++) {
    const start = starts[cell];
    const end = ends[cell];
    if (areTexts[column] ? isNullText(block, cell) : holdsNothing(bytes, start, end)) {
      out[at++] = BACKSLASH;
      out[at++] = LETTER_N;
    } else if ((flags[cell] & RETURNS) !== 0) at = writeText(out, at, cellText(block, cell));
    else {
      const isEscaped = (flags[cell] & ESCAPED) !== 0;
      for (let next = start; next < end; next++) {
        const byte = bytes[next];
        if (escapes[byte] === 0) {
          out[at++] = byte;
          if (isEscaped && byte === QUOTE) next++;
        } else {
          out[at++] = BACKSLASH;
          out[at++] = escapes[byte];
        }
      }
    }
    column++;
    if (column === width) {
      column = 0;
      out[at++] = LINE_FEED;
    } else out[at++] = TAB;
  }
  return out.subarray(0, at);
}

function isNullText(block: RowBlock, cell: number): boolean {
  return mayBeNull(block, cell) && isNull(strip(cellText(block, cell)));
}

function writeText(out: Buffer, start: number, text: string): number {
  let at = start;
  for (const byte of Buffer.from(text)) {
    if (escapes[byte] === 0) out[at++] = byte;
    else {
      out[at++] = BACKSLASH;
      out[at++] = escapes[byte];
    }
  }
  return at;
}
