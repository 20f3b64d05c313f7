/** Diagnostic codes: comparing rows. */
import type { CodeEntry } from './entry.js';

export const compareCodes = {
  TSDBT_COMPARISON_IMPOSSIBLE: {
    meaning:
      'Two sets of rows cannot be compared as asked: a column of the key is missing on one side, or names do not tell columns apart.',
    remedy: 'Name a key that both sides have (--key), or give the columns of the query different names.',
  },
} as const satisfies Record<string, CodeEntry>;
