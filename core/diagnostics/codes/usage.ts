/** Diagnostic codes: the command line. */
import type { CodeEntry } from './entry.js';

export const usageCodes = {
  TSDBT_FLAG_UNKNOWN: {
    meaning: 'The command line holds a flag that the command does not know.',
    remedy: 'Look at tsdbt help <command> for its flags.',
  },
} as const satisfies Record<string, CodeEntry>;
