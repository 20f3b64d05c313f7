/** What a watch session works with: the project and its database behind a few questions. Tests put a fake in its place. */
import type { UniqueId } from '../../../core/index.js';

/** Limits what is built, as long as it stands; null limits nothing. */
export type Filter =
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'selector'; readonly text: string }
  | null;

export interface BuildOutcome {
  /** Nodes that came to an end, good or bad. What was cancelled or never started is not among them. */
  readonly finished: ReadonlySet<UniqueId>;
  /** Of these, and of those that were skipped, what `f` builds again. */
  readonly failed: ReadonlySet<UniqueId>;
  readonly wasCancelled: boolean;
  /** For the status line: `3 built, 4 passed in 0.21s`. */
  readonly summary: string;
}

export interface Workshop {
  /**
   * Loads the project again; answers the nodes that must be built for what changed since the last load that succeeded. Null
   * when something is wrong, which has been said: everything stays as it was.
   */
  readonly refresh: (paths: readonly string[]) => Promise<ReadonlySet<UniqueId> | null>;
  /** Changed nodes with all that depends on them and their tests, inside of the selection and of a filter. */
  readonly affected: (changed: Iterable<UniqueId>, filter: Filter) => ReadonlySet<UniqueId>;
  /** All that is selected, inside of a filter. */
  readonly everything: (filter: Filter) => ReadonlySet<UniqueId>;
  /** Says what the words of a filter have to say; false when they mean nothing. */
  readonly acceptsFilter: (filter: Filter) => boolean;
  /** Builds; never throws: what goes wrong has been said. */
  readonly build: (ids: ReadonlySet<UniqueId>, signal: AbortSignal) => Promise<BuildOutcome>;
  /** Called when nothing has happened for a moment: what was put off is done. */
  readonly settle: () => Promise<void>;
  /** Prints how the compiled SQL of the models that changed last differs from before. */
  readonly showDiff: () => void;
  /** Prints the first rows of a model; an empty name means the one that changed last. */
  readonly preview: (name: string, signal: AbortSignal) => Promise<void>;
}
