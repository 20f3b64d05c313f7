/** Diagnostic codes: dbt_project.yml, profiles.yml, property files, packages. */
import type { CodeEntry } from './entry.js';

export const projectCodes = {
  TSDBT_YAML_INVALID: {
    meaning: 'A YAML file cannot be parsed.',
    remedy: 'Mend the syntax at the named line.',
  },
  TSDBT_YAML_KEY_DUPLICATE: {
    meaning: 'A key stands twice in one mapping of a YAML file. The last one counts, as in dbt.',
    remedy: 'Remove one of them.',
  },
  TSDBT_YAML_TOO_LARGE: {
    meaning: 'The aliases of a YAML file stand for more values than a project can need.',
    remedy: 'Write out the values that are needed.',
  },
} as const satisfies Record<string, CodeEntry>;
