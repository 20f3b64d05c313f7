/**
 * The types and forms of a large regular file as its first block tells them, and a watch over the others: while rows are
 * loaded under these types each block is looked at before it is sent, so that the file is read once.
 */
import type { CellForm } from '../../../adapter/delimited/cell-forms.js';
import type { RowBlock } from '../../../adapter/delimited/row-block.js';
import { GuessedSeedError } from '../../../execute/seed-source.js';
import type { TypedColumn } from '../typing/infer-columns.js';
import { type BlockColumn, blockColumn } from './infer-block.js';
import { headerOf, type InferOptions } from './infer-file.js';
import { IrregularFileError, isText, readBlocks } from './read-blocks.js';

export interface GuessedFile {
  readonly names: readonly string[];
  readonly types: readonly TypedColumn[];
  /** They have not been counted. */
  readonly rows: null;
  readonly forms: readonly CellForm[];
  /** Throws a GuessedSeedError when all rows up to the end of the block have other types or forms. */
  readonly watch: (block: RowBlock, firstRow: number) => void;
}

/** Null when the first block does not tell them all. */
export async function guessFile(path: string, options: InferOptions): Promise<GuessedFile | null> {
  try {
    for await (const block of readBlocks(path, options.delimiter)) {
      const names = options.nameColumns(headerOf(block));
      const columns = () => names.map((name) => blockColumn(options.isText(name)));
      const first = look(columns(), block, 1);
      const forms = first.map((column) => column.form()).filter((form) => form !== null);
      if (forms.length < names.length || !first.every((column) => column.isTold())) return null;
      const types = first.map((column) => column.finish());
      return { names, types, rows: null, forms, watch: watchFor(columns(), types, forms) };
    }
  } catch (error) {
    if (!(error instanceof IrregularFileError)) throw error;
  }
  return null;
}

function look(columns: readonly BlockColumn[], block: RowBlock, firstRow: number): readonly BlockColumn[] {
  for (const [index, column] of columns.entries()) column.see(block, index, firstRow);
  return columns;
}

function watchFor(
  columns: readonly BlockColumn[],
  types: readonly TypedColumn[],
  forms: readonly CellForm[],
): GuessedFile['watch'] {
  return (block, firstRow) => {
    if (!isText(block)) throw new GuessedSeedError();
    look(columns, block, firstRow);
    const isAsGuessed = columns.every((column, index) => {
      return column.form() === forms[index] && column.finish().type === types[index].type;
    });
    if (!isAsGuessed) throw new GuessedSeedError();
  };
}
