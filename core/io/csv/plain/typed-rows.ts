/** The second pass over a regular file whose cells have to be converted: rows of cells of their columns' types. */
import type { Cell } from '../../../adapter/cell.js';
import { ChangedFileError } from '../../../adapter/delimited/plain-file.js';
import { cellText, type RowBlock } from '../../../adapter/delimited/row-block.js';
import type { TypedColumn } from '../typing/infer-columns.js';
import { IrregularFileError, readBlocks } from './read-blocks.js';

/** The rows after the header, in batches. */
export async function* typedBlocks(
  path: string,
  delimiter: string,
  types: readonly TypedColumn[],
): AsyncGenerator<readonly (readonly Cell[])[]> {
  let first = 1;
  try {
    for await (const block of readBlocks(path, delimiter)) {
      if (block.width !== types.length) throw new ChangedFileError(path);
      const rows = cellsOf(block, types, first);
      first = 0;
      if (rows.length > 0) yield rows;
    }
  } catch (error) {
    throw error instanceof IrregularFileError ? new ChangedFileError(path) : error;
  }
}

function cellsOf(block: RowBlock, types: readonly TypedColumn[], first: number): readonly (readonly Cell[])[] {
  const { width } = block;
  return Array.from({ length: block.rows - first }, (_, row) =>
    types.map(({ toCell }, column) => toCell(cellText(block, (first + row) * width + column))),
  );
}
