/** Stage 5's value: the chosen unique ids, and what the selectors had to say (a criterion that matches nothing warns). */
import type { UniqueId } from '../resources/node.js';

export type IndirectSelection = 'eager' | 'cautious' | 'buildable' | 'empty';

export interface SelectionRequest {
  /** Words of `--select`; null means the default of everything. */
  readonly select: readonly string[] | null;
  readonly exclude: readonly string[];
  readonly indirectSelection: IndirectSelection;
}

export interface Selection {
  readonly ids: ReadonlySet<UniqueId>;
}
