/** Diagnostic codes: the template language. */
import type { CodeEntry } from './entry.js';

export const templateCodes = {
  TSDBT_TEMPLATE_SYNTAX: {
    meaning: 'A template breaks the grammar of Jinja.',
    remedy: 'Mend the template at the named position.',
  },
} as const satisfies Record<string, CodeEntry>;
