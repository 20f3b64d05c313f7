/** `env_var(name, default)`, and the environment variables that dbt passes through to artifacts. */
import { hostFunction } from '../../../template/values/host-function.js';
import { PythonError } from '../../../template/values/python-error.js';
import type { HostFunction } from '../../../template/values/value.js';
import type { BaseContextOptions } from '../context-options.js';

const SECRET = /^DBT_(?:ENGINE_)?ENV_SECRET/;
const CUSTOM_PREFIX = 'DBT_ENV_CUSTOM_ENV_';

/** Always text; a missing variable without a default is an error. */
export function envVarFunction({
  invocation,
  mayReadSecrets,
  onUse,
}: Pick<BaseContextOptions, 'invocation' | 'mayReadSecrets' | 'onUse'>): HostFunction {
  return hostFunction('env_var', 'var, default=None', ([name, fallback]) => {
    if (typeof name !== 'string') throw new PythonError('CompilationError', 'env_var needs the name of a variable.');
    if (SECRET.test(name) && !mayReadSecrets) {
      const message = `The secret environment variable '${name}' can be read in profiles.yml and packages.yml only.`;
      throw new PythonError('CompilationError', message);
    }
    onUse?.('env_var', name);
    const value = invocation.env[name] ?? fallback;
    if (value !== null) return value;
    throw new PythonError('CompilationError', `Env var required but not provided: '${name}'`);
  });
}

/** `dbt_metadata_envs`: the rest of the name to the value. */
export function metadataEnvs(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const found = Object.entries(env).flatMap(([name, value]) =>
    name.startsWith(CUSTOM_PREFIX) && value !== undefined ? [[name.slice(CUSTOM_PREFIX.length), value] as const] : [],
  );
  return Object.fromEntries(found);
}
