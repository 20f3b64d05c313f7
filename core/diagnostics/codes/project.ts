/** Diagnostic codes: dbt_project.yml, profiles.yml, property files, packages. */
import type { CodeEntry } from './entry.js';

export const projectCodes = {
  TSDBT_YAML_INVALID: {
    meaning: 'A YAML file cannot be parsed.',
    remedy: 'Mend the syntax at the named line.',
  },
} as const satisfies Record<string, CodeEntry>;
