/** What landing needs of the files of a source; `core/io/landing` finds and reads them, so that execution stays free of files. */
import type { Cell } from '../../adapter/cell.js';
import type { Ownership } from '../../plan/ownership/ownership.js';
import type { SourceNode } from '../../resources/node.js';
import type { RelationState } from '../../resources/relation.js';

/** A delivered file, its header read, its rows not yet. */
export interface LandingFile {
  /** Relative to the project root, forward slashes: what `_source_file` holds. */
  readonly path: string;
  /** SHA-256 of the bytes in hexadecimal: what `_batch_id` holds. */
  readonly hash: string;
  /** The names in the header row, as written. */
  readonly header: readonly string[];
  /**
   * The rows after the header, each as long as the header, every value text or null. Throws a TsdbtError that names
   * file and line when a row is short, long or broken.
   */
  readonly batches: () => AsyncIterable<readonly (readonly Cell[])[]>;
}

/** Finds the files of a source, ordered by path. */
export type LandingFileFinder = (source: SourceNode) => Promise<readonly LandingFile[]>;

/** A column of a landing file and of the raw table it goes to. */
export interface LandingColumn {
  readonly name: string;
  readonly isRequired: boolean;
}

/** The place of a raw table as it was found, and what the run keeps of it. */
export interface LandingPlace {
  readonly state: RelationState;
  readonly ownership: Ownership;
  /** Statements for each transaction that makes or fills the table. */
  readonly record: () => readonly string[];
}
