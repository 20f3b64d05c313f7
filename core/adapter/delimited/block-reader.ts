/**
 * Cuts the bytes of a delimited UTF-8 file into blocks of whole rows, as long as the file is regular: rows as wide as the
 * first, quotes only around whole cells. What is not regular is told, for a reader that finds out what to make of it.
 */
import { ESCAPED, RETURNS, type RowBlock, WIDE } from './row-block.js';

export interface BlockReader {
  /** Where the next bytes of the file go. */
  readonly room: () => { readonly buffer: Uint8Array; readonly offset: number; readonly length: number };
  /** The whole rows up to here, after so many bytes were put there; none is the end of the file. */
  readonly take: (count: number) => RowBlock | 'irregular';
}

const CHUNK = 1 << 18;
/** Bytes of one row: beyond, a quote was perhaps never closed. */
const LONGEST_ROW = 10_000_000;

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Whether files with that delimiter can be cut into blocks. */
export function canCut(delimiter: string): boolean {
  return delimiter.length === 1 && delimiter < '\x80' && !/["\r\n]/.test(delimiter);
}

/** A reader for one file, from its start; the header is the first row of the first block. */
export function createBlockReader(delimiter: string): BlockReader {
  const table = createCells();
  const code = delimiter.charCodeAt(0);
  const stops = new Uint8Array(256);
  for (const byte of [code, LINE_FEED, RETURN]) stops[byte] = 1;
  let buffer = new Uint8Array(CHUNK + 1);
  /** Bytes in the buffer, of which the first `done` have been given. */
  let size = 0;
  let done = 0;
  let isStart = true;
  return {
    room: () => {
      buffer.copyWithin(0, done, size);
      size -= done;
      done = 0;
      // As much as is held of a row that is not whole: it is looked at again, so it has to double each time.
      const length = Math.max(CHUNK, size);
      if (buffer.length - 1 - size < length) {
        const larger = new Uint8Array(size + length + 1);
        larger.set(buffer.subarray(0, size));
        buffer = larger;
      }
      return { buffer, offset: size, length };
    },
    take: (count) => {
      size += count;
      if (isStart && size < BYTE_ORDER_MARK.length && count > 0) return { ...table, bytes: buffer };
      if (isStart && BYTE_ORDER_MARK.every((byte, index) => buffer[index] === byte && index < size)) done = 3;
      isStart = false;
      // Ends every search within the buffer.
      buffer[size] = LINE_FEED;
      const end = scanRows({ bytes: buffer, from: done, to: size, isLast: count === 0, delimiter: code, stops }, table);
      if (end === IRREGULAR || size - end > LONGEST_ROW) return 'irregular';
      done = end;
      return { ...table, bytes: buffer };
    },
  };
}

interface Cells {
  /** Cells of every row; 0 before the first. */
  width: number;
  rows: number;
  starts: Int32Array;
  ends: Int32Array;
  flags: Uint8Array;
}

function createCells(): Cells {
  const cells = 1 << 14;
  return {
    width: 0,
    rows: 0,
    starts: new Int32Array(cells),
    ends: new Int32Array(cells),
    flags: new Uint8Array(cells),
  };
}

function grow(table: Cells, cells: number): void {
  const larger = <T extends Int32Array | Uint8Array>(from: T, to: T): T => {
    to.set(from);
    return to;
  };
  const size = Math.max(cells, 2 * table.starts.length);
  table.starts = larger(table.starts, new Int32Array(size));
  table.ends = larger(table.ends, new Int32Array(size));
  table.flags = larger(table.flags, new Uint8Array(size));
}

interface Span {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly isLast: boolean;
  readonly delimiter: number;
  /** 1 for the bytes that end a cell without quotes. */
  readonly stops: Uint8Array;
}

const IRREGULAR = -1;
const INCOMPLETE = -2;

/** Fills the table with the whole rows of the span; answers where they end. */
function scanRows(span: Span, table: Cells): number {
  const { to } = span;
  table.rows = 0;
  let at = span.from;
  while (at < to) {
    const first = table.rows * table.width;
    if (table.width > 0 && first + table.width > table.starts.length) grow(table, first + table.width);
    const end = scanRow(span, table, first, at);
    if (end === INCOMPLETE) return span.isLast ? IRREGULAR : at;
    if (end === IRREGULAR) return IRREGULAR;
    at = end;
  }
  return at;
}

/** One row, its cells from number `first`; answers where the next begins. A blank line of a file of several columns is no row. */
function scanRow(span: Span, table: Cells, first: number, from: number): number {
  const { bytes, to, isLast, delimiter, stops } = span;
  let cell = first;
  let at = from;
  for (;;) {
    if (table.width > 0 && cell === first + table.width) return IRREGULAR;
    if (cell === table.starts.length) grow(table, cell + 1);
    const start = bytes[at] === QUOTE && at < to ? at + 1 : at;
    if (start > at) {
      at = scanQuoted(span, table, cell, start);
      if (at < 0) return at;
    } else {
      let all = 0;
      for (let byte = bytes[at]; stops[byte] === 0; byte = bytes[++at]) all |= byte;
      table.starts[cell] = start;
      table.ends[cell] = at;
      table.flags[cell] = all < 0x80 ? 0 : WIDE;
    }
    cell++;
    const byte = bytes[at];
    if (at >= to || (byte === RETURN && at + 1 === to)) {
      if (!isLast) return INCOMPLETE;
      return endRow(table, first, cell) ? to : IRREGULAR;
    }
    if (byte === delimiter) at++;
    else if (byte === LINE_FEED) return endRow(table, first, cell) ? at + 1 : IRREGULAR;
    else if (byte === RETURN) {
      return endRow(table, first, cell) ? at + (bytes[at + 1] === LINE_FEED ? 2 : 1) : IRREGULAR;
    } else return IRREGULAR;
  }
}

/** A cell within quotes; answers where it has ended, after the quote. */
function scanQuoted({ bytes, to, isLast }: Span, table: Cells, cell: number, start: number): number {
  let at = start;
  let all = 0;
  let flag = 0;
  for (; at < to; at++) {
    const byte = bytes[at];
    all |= byte;
    if (byte === QUOTE) {
      if (at + 1 === to && !isLast) return INCOMPLETE;
      if (at + 1 === to || bytes[at + 1] !== QUOTE) {
        table.starts[cell] = start;
        table.ends[cell] = at;
        table.flags[cell] = all < 0x80 ? flag : flag | WIDE;
        return at + 1;
      }
      flag |= ESCAPED;
      at++;
    } else if (byte === RETURN) flag |= RETURNS;
  }
  return INCOMPLETE;
}

/** Whether the row fits the file. */
function endRow(table: Cells, first: number, end: number): boolean {
  const count = end - first;
  const isBlank = count === 1 && table.starts[first] === table.ends[first];
  if (table.width === 0) {
    if (isBlank) return false;
    table.width = count;
  }
  if (count === table.width) table.rows++;
  return count === table.width || isBlank;
}
