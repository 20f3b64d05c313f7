/** What executing needs of seed files; `core/io/csv` reads them, so that execution stays free of files. */
import type { Cell } from '../adapter/cell.js';
import type { PlainFile } from '../adapter/delimited/plain-file.js';
import type { SeedType } from '../adapter/dialect.js';
import type { TsdbtError } from '../diagnostics/error.js';
import type { SeedNode } from '../resources/node.js';

interface SeedColumn {
  /** The header as written. */
  readonly name: string;
  readonly type: SeedType;
}

/** A seed file after its first pass: checked, its columns typed. */
export interface SeedFile {
  readonly columns: readonly SeedColumn[];
  /** Null while they have not been counted. */
  readonly rows: number | null;
  /** The second pass: rows converted to their columns' types. Each call reads from the start. */
  readonly batches: () => AsyncIterable<readonly (readonly Cell[])[]>;
  /** The same rows for a driver that loads the file as it lies there; null when they have to be converted. */
  readonly plain: PlainFile | null;
  /**
   * Whether the types were told by the first rows alone. Then `plain` throws a GuessedSeedError while it is loaded, before
   * the first row that they do not fit.
   */
  readonly isGuessed: boolean;
  /** The error of a file that was written to since it was opened; null when it was not. */
  readonly changed: () => Promise<TsdbtError | null>;
  /** The error that names the line of a row, counted from 1 without the header, which the database refused. */
  readonly rowError: (row: number, message: string) => Promise<TsdbtError>;
}

export interface SeedOptions {
  /** Whether the first rows may tell the types, where that is worth it. */
  readonly mayGuess: boolean;
}

/** Reads and types a seed's file. Throws a TsdbtError that names file and line when a row is short, long or broken. */
export type SeedOpener = (seed: SeedNode, options: SeedOptions) => Promise<SeedFile>;

/** A seed could not be loaded under guessed types. Nothing of it is kept: all of the file says what is to be done. */
export class GuessedSeedError extends Error {
  constructor(cause?: unknown) {
    super('The first rows of the file do not tell its types.', { cause });
    this.name = 'GuessedSeedError';
  }
}
