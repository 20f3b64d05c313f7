/** Stage 5's value: the chosen unique ids, and what the selectors had to say (a criterion that matches nothing warns). */
import type { UniqueId } from '../resources/node.js';

export const INDIRECT_SELECTIONS = ['eager', 'cautious', 'buildable', 'empty'] as const;

/** Which tests follow the nodes that they test. */
export type IndirectSelection = (typeof INDIRECT_SELECTIONS)[number];

export interface SelectionRequest {
  /** Words of `--select`; null means the default of everything. */
  readonly select: readonly string[] | null;
  readonly exclude: readonly string[];
  readonly indirectSelection: IndirectSelection;
  /** `--selector`: the name of a definition in selectors.yml, which then is used alone. */
  readonly selector?: string | null;
}

export interface Selection {
  readonly ids: ReadonlySet<UniqueId>;
  /** The name of the default selector, when it stood in for a request that selects nothing itself. */
  readonly defaultSelector?: string;
}
