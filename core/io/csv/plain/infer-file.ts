/** The first pass over a seed's file where the file is regular: its header, the types and forms of its columns, its rows. */
import type { CellForm } from '../../../adapter/delimited/cell-forms.js';
import { cellText, type RowBlock } from '../../../adapter/delimited/row-block.js';
import type { TypedColumn } from '../typing/infer-columns.js';
import { type BlockColumn, blockColumn } from './infer-block.js';
import { IrregularFileError, readBlocks } from './read-blocks.js';

export interface InferredFile {
  readonly names: readonly string[];
  readonly types: readonly TypedColumn[];
  readonly rows: number;
  /** One for each column; null when a cell has a form that is not plain. */
  readonly forms: readonly CellForm[] | null;
}

export interface InferOptions {
  readonly delimiter: string;
  /** The names of the columns from the first row, which is told as well when it is wrong. */
  readonly nameColumns: (header: readonly string[]) => readonly string[];
  /** Whether the cells of a column are taken as they are. */
  readonly isText: (name: string) => boolean;
}

/** Null when the file is not regular, or empty: then the other reader says what it is. */
export async function inferFile(path: string, options: InferOptions): Promise<InferredFile | null> {
  let names: readonly string[] | null = null;
  let columns: readonly BlockColumn[] = [];
  let rows = 0;
  try {
    for await (const block of readBlocks(path, options.delimiter)) {
      const firstRow = names === null ? 1 : 0;
      if (names === null) {
        names = options.nameColumns(headerOf(block));
        columns = names.map((name) => blockColumn(options.isText(name)));
      }
      for (const [index, column] of columns.entries()) column.see(block, index, firstRow);
      rows += block.rows - firstRow;
    }
  } catch (error) {
    if (error instanceof IrregularFileError) return null;
    throw error;
  }
  if (names === null) return null;
  const forms = columns.map((column) => column.form());
  const isPlain = (each: readonly (CellForm | null)[]): each is readonly CellForm[] => !each.includes(null);
  return { names, types: columns.map((column) => column.finish()), rows, forms: isPlain(forms) ? forms : null };
}

/** The first row of a block as texts. */
export function headerOf(block: RowBlock): readonly string[] {
  return Array.from({ length: block.width }, (_, cell) => cellText(block, cell));
}
