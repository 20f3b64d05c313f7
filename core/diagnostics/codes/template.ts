/** Diagnostic codes: the template language. */
import type { CodeEntry } from './entry.js';

export const templateCodes = {
  TSDBT_TEMPLATE_SYNTAX: {
    meaning: 'A template breaks the grammar of Jinja.',
    remedy: 'Mend the template at the named position.',
  },
  TSDBT_TEMPLATE_REFUSED: {
    meaning: 'A template asked for something that templates may not have, such as credentials.',
    remedy: 'Use what `target` and `env_var` offer.',
  },
  TSDBT_CONFIG_MISSING: {
    meaning: 'A macro or model needs a config that is not set.',
    remedy: 'Set the config in the model, its property file or dbt_project.yml.',
  },
  TSDBT_TEMPLATE_ERROR: {
    meaning:
      'A template failed while it was rendered: an undefined name was used, a type does not fit, a macro raised an error.',
    remedy: 'Look at the named line and at the macros that lead to it.',
  },
  TSDBT_TEMPLATE_WARNING: {
    meaning: 'A template or macro warned with `exceptions.warn`.',
    remedy: 'Read what it says; silence it with `--warn-error-options`.',
  },
  TSDBT_TEMPLATE_LIMIT: {
    meaning: 'A template went over one of the bounds that keep it from exhausting the machine.',
    remedy: 'Look for a loop or a macro that calls itself without end, or a very long chain of ephemeral models.',
  },
} as const satisfies Record<string, CodeEntry>;
