/** What parsing works with: the files, the setting, and where messages go. */
import type { ContextSink } from '../project/context/context-options.js';
import type { ParseSetting } from './parsed-project.js';
import type { ParseStore } from './reuse/parse-store.js';
import type { SourceFile } from './source-file.js';

export interface ParseOptions extends Omit<ParseSetting, 'environment'> {
  /** Files of all packages, those of the root project among them. */
  readonly files: readonly SourceFile[];
  /** The built-in macros: files of the kind macro in the package `dbt`. */
  readonly internalMacros: readonly SourceFile[];
  /** Where `log`, `print` and `exceptions.warn` go. */
  readonly sink: ContextSink;
  /** Code of `--inline`, which becomes a node of its own. */
  readonly inlineSql?: string | null;
  /** What the snapshot before has left; it is left there anew. */
  readonly store?: ParseStore;
}
