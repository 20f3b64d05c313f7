/** How far a node has come. */
import type { CompiledNode } from '../../compile/compiled-node.js';
import type { Location } from '../../diagnostics/diagnostic.js';

/** What is known of a node while it runs; an error is explained from it. */
export interface NodeProgress {
  /** Whether the types of a seed may be guessed: not when that has failed before. */
  readonly mayGuess: boolean;
  compiled: CompiledNode | null;
  compiledPath: string | null;
  compiledAt: string | null;
  activity: string;
  /** Time that a scan spent for the node before it began. */
  scannedSeconds: number;
  /** Where the hook is written that runs, when that is known. */
  hookPlace: Location | null;
  /** Texts of the hooks that were rendered. */
  readonly hooks: string[];
}

/** Nothing is done yet. */
export function newProgress({ mayGuess } = { mayGuess: false }): NodeProgress {
  return {
    mayGuess,
    ...{ compiled: null, compiledPath: null, compiledAt: null, activity: 'step', scannedSeconds: 0 },
    ...{ hookPlace: null, hooks: [] },
  };
}
