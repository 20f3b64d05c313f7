/**
 * What shell completion offers of a project: a small file beside the manifest, made anew at each parse, as reading the
 * manifest itself would take longer than a person waits for a key.
 */
export interface CompletionIndex {
  readonly version: 1;
  /** Names of nodes by resource type. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** Values of selection methods: `tag`, `source`, `path` ... */
  readonly methods: Readonly<Record<string, readonly string[]>>;
  readonly selectors: readonly string[];
  /** The project's own macros. */
  readonly macros: readonly string[];
  readonly profiles: readonly string[];
  readonly targets: readonly string[];
}

/** Its name below the target folder. */
export const COMPLETION_FILE = 'completion.json';
