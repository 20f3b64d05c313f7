/** Diagnostic codes: planning and executing nodes. */
import type { CodeEntry } from './entry.js';

export const runCodes = {
  TSDBT_NODE_FAILED: {
    meaning: 'A node failed while it ran.',
    remedy: 'Read the message of the node.',
  },
} as const satisfies Record<string, CodeEntry>;
