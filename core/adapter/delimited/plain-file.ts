/** A file whose cells all have the plain form of their column or hold nothing, so that a driver can load it as it lies there. */
import type { CellForm } from './cell-forms.js';

export interface PlainFile {
  readonly path: string;
  readonly delimiter: string;
  /** One for each column of the file. */
  readonly forms: readonly CellForm[];
}

/** The file is not what it was found to be when it was opened: it was written to since. */
export class ChangedFileError extends Error {
  constructor(path: string) {
    super(`${path} was written to while it was read.`);
    this.name = 'ChangedFileError';
  }
}
