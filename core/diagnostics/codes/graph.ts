/** Diagnostic codes: resolving names, duplicates, cycles, selection. */
import type { CodeEntry } from './entry.js';

export const graphCodes = {
  TSDBT_REF_MISSING: {
    meaning: 'A ref names a model, seed or snapshot that does not exist.',
    remedy: 'Correct the name or add the model.',
  },
  TSDBT_SELECTOR_INVALID: {
    meaning: 'A word of --select or --exclude does not follow the selection grammar.',
    remedy: 'Write method:value with the methods and graph operators that the message names.',
  },
  TSDBT_SELECTOR_NOT_BUILT: {
    meaning: 'A selection method that dbt knows is not built in tsdbt yet.',
    remedy: 'Select by name, path, tag, config or another method of the list.',
  },
  TSDBT_SELECTOR_NO_MATCH: {
    meaning: 'A selection criterion matches no enabled node.',
    remedy: 'Correct the name; `tsdbt ls` shows all of them.',
  },
} as const satisfies Record<string, CodeEntry>;
