/** The blocks of a regular UTF-8 file, one after the other; each is valid until the next is asked for. */
import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { createBlockReader } from '../../../adapter/delimited/block-reader.js';
import type { RowBlock } from '../../../adapter/delimited/row-block.js';

/** Thrown by `readBlocks` where a file is not regular, or not UTF-8. */
export class IrregularFileError extends Error {
  override readonly name = 'IrregularFileError';
}

/** Reads the file once, from its start. */
export async function* readBlocks(path: string, delimiter: string): AsyncGenerator<RowBlock> {
  const reader = createBlockReader(delimiter);
  const file = openSync(path, 'r');
  try {
    for (let isEnd = false; !isEnd; ) {
      const { buffer, offset, length } = reader.room();
      // A block is read in less time than another thread takes to be asked for it; between blocks others have their turn.
      const count = readSync(file, buffer, offset, length, null);
      isEnd = count === 0;
      const block = reader.take(count);
      if (block === 'irregular' || !isText(block)) throw new IrregularFileError();
      if (block.rows > 0) yield block;
      await setImmediate();
    }
  } finally {
    closeSync(file);
  }
}

/** The cells of whole rows hold whole characters, or the file is no UTF-8. */
export function isText({ bytes, width, rows, starts, ends }: RowBlock): boolean {
  return rows === 0 || isUtf8(bytes.subarray(starts[0], ends[rows * width - 1]));
}
