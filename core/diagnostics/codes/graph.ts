/** Diagnostic codes: resolving names, duplicates, cycles, selection. */
import type { CodeEntry } from './entry.js';

export const graphCodes = {
  TSDBT_REF_MISSING: {
    meaning: 'A ref names a model, seed or snapshot that does not exist.',
    remedy: 'Correct the name or add the model.',
  },
} as const satisfies Record<string, CodeEntry>;
