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
  readonly rows: number;
  /** The second pass: rows converted to their columns' types. Each call reads from the start. */
  readonly batches: () => AsyncIterable<readonly (readonly Cell[])[]>;
  /** The same rows for a driver that loads the file as it lies there; null when they have to be converted. */
  readonly plain: PlainFile | null;
  /** The error of a file that was written to since it was opened; null when it was not. */
  readonly changed: () => Promise<TsdbtError | null>;
  /** The error that names the line of a row, counted from 1 without the header, which the database refused. */
  readonly rowError: (row: number, message: string) => Promise<TsdbtError>;
}

/** Reads and types a seed's file. Throws a TsdbtError that names file and line when a row is short, long or broken. */
export type SeedOpener = (seed: SeedNode) => Promise<SeedFile>;
