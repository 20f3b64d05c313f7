/** Diagnostic codes: what a database answered. */
import type { CodeEntry } from './entry.js';

export const databaseCodes = {
  TSDBT_DATABASE_ERROR: {
    meaning: 'The database refused a statement.',
    remedy: 'Read its message; the compiled SQL is at the named path.',
  },
} as const satisfies Record<string, CodeEntry>;
