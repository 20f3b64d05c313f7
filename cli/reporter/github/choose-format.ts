/** Which form the report takes: what the user asked for, else what the place that runs tsdbt reads best. */
import type { Flags } from '../../flags/flag-values.js';
import type { RecordFormat } from '../record-formats.js';

/** GitHub Actions is known by its variable; any word for `--log-format` counts for more. */
export function chooseFormat(
  { values, origin }: Pick<Flags, 'values' | 'origin'>,
  env: Readonly<Record<string, string | undefined>>,
): RecordFormat {
  const { logFormat } = values;
  if (logFormat !== 'default') return logFormat;
  return origin('logFormat') === 'default' && isInActions(env) ? 'github' : 'text';
}

/** Whether a step of GitHub Actions runs this, so that its runner reads every line. */
export function isInActions(env: Readonly<Record<string, string | undefined>>): boolean {
  return env.GITHUB_ACTIONS === 'true';
}
