/** Stage 1's value: the files of a project, read once. Data files carry no text; they are streamed later. */
export type SourceFileKind = 'model' | 'seed' | 'test' | 'analysis' | 'macro' | 'snapshot' | 'docs' | 'properties';

export interface SourceFile {
  readonly kind: SourceFileKind;
  readonly packageName: string;
  /** Relative to the package root, forward slashes: `models/staging/stg_x.sql`. */
  readonly path: string;
  /** Relative to the resource folder: `staging/stg_x.sql`. */
  readonly searchPath: string;
  readonly absolutePath: string;
  /** BOM removed, CRLF kept (dbt keeps it in raw_code); empty for seeds. */
  readonly text: string;
  /** As dbt's checksum: sha256 of the text without white space at its ends; the path for seeds over 1 MiB. */
  readonly hash: string;
  readonly size: number;
  /** Differs when the content does, white space at its ends included. */
  readonly contentKey: string;
}
