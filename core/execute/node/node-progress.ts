/** How far a node has come. */
import type { CompiledNode } from '../../compile/compiled-node.js';

/** What is known of a node while it runs; an error is explained from it. */
export interface NodeProgress {
  compiled: CompiledNode | null;
  compiledPath: string | null;
  compiledAt: string | null;
  activity: string;
}
