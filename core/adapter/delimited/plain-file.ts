/** A file whose cells all have the plain form of their column or hold nothing, so that a driver can load it as it lies there. */
import type { CellForm } from './cell-forms.js';
import type { RowBlock } from './row-block.js';

export interface PlainFile {
  readonly path: string;
  readonly delimiter: string;
  /** One for each column of the file. */
  readonly forms: readonly CellForm[];
  /**
   * Shown the rows of each block from the given one on, before any of them is loaded; throws when they are not to be. For
   * drivers that read the file in this process (`showsBlocks`).
   */
  readonly watch?: (block: RowBlock, firstRow: number) => void;
}

/** The file is not what it was found to be when it was opened: it was written to since. */
export class ChangedFileError extends Error {
  constructor(path: string) {
    super(`${path} was written to while it was read.`);
    this.name = 'ChangedFileError';
  }
}
