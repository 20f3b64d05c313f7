/** What must never leave the process: the values of secret variables, and those of the connection. Pure. */
import type { ConnectionSecrets } from '../diagnostics/scrub.js';
import type { InvocationFacts } from './invocation.js';
import type { Target } from './project-config.js';

/** Values of the variables that dbt treats as secrets. */
export function secretVariables(env: InvocationFacts['env']): string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    const isSecret = /^DBT_(ENGINE_)?ENV_SECRET/.test(name);
    return isSecret && value !== undefined && value.trim() !== '' ? [value] : [];
  });
}

/** The secrets of a target, and what is printed of it anyway. */
export function connectionSecrets({ credentials }: Target): ConnectionSecrets {
  return { secrets: credentials.secrets, publicValues: Object.values(credentials.publicFields).map(String) };
}
