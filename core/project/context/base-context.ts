/**
 * The names that every template of a project may use, YAML included (dbt-behaviour 2.4, "Everywhere"). Later stages look
 * here for what they do not bring themselves. Nothing here reaches the process: all facts come with the invocation.
 */
import type { Json } from '../../resources/json.js';
import { toValue } from '../../template/values/convert.js';
import { systemClock } from '../../template/values/datetime/datetime-module.js';
import { createModules } from '../../template/values/modules.js';
import type { Value } from '../../template/values/value.js';
import { COMPATIBLE_DBT_VERSION } from '../dbt-version.js';
import type { BaseContextOptions } from './context-options.js';
import { exceptionsObject } from './exceptions-object.js';
import { flagsObject } from './flags-object.js';
import { compareDicts, hashText, setFunctions } from './functions/collection-functions.js';
import { jsonFunctions, yamlFunctions } from './functions/data-functions.js';
import { envVarFunction, metadataEnvs } from './functions/env-var.js';
import { messageFunctions } from './functions/message-functions.js';
import { startedAtValue } from './started-at.js';
import { targetDict } from './target-dict.js';
import { varObject } from './var-object.js';

/** A look-up of base names: a new value per call, so that no template changes what another one sees. */
export function createBaseContext(options: BaseContextOptions): (name: string) => Value | undefined {
  const makers = baseNames(options);
  return (name) => {
    if (!Object.hasOwn(makers, name)) return undefined;
    if (invocationNames.has(name)) options.onUse?.('fact', name);
    return makers[name]();
  };
}

/** Names whose value another invocation does not share. */
const invocationNames: ReadonlySet<string> = new Set([
  'invocation_id',
  'invocation_args_dict',
  'run_started_at',
  'thread_id',
  'dbt_metadata_envs',
]);

function baseNames(options: BaseContextOptions): Record<string, () => Value> {
  const { invocation, target, projectName, onUse } = options;
  return {
    ...constants({
      dbt_version: COMPATIBLE_DBT_VERSION,
      invocation_id: invocation.id,
      thread_id: options.threadId ?? 'MainThread',
      invocation_args_dict: invocation.args,
      dbt_metadata_envs: metadataEnvs(invocation.env),
    }),
    ...(projectName === null ? {} : constants({ project_name: projectName })),
    ...(target === null ? {} : { target: () => targetDict(target), env: () => targetDict(target) }),
    var: () => varObject(options.vars, onUse),
    env_var: () => envVarFunction(options),
    flags: () => flagsObject(invocation.flags, onUse),
    exceptions: () => exceptionsObject({ sink: options.sink, onUse, policy: invocation.warningPolicy }),
    modules: () => createModules(onUse === undefined ? systemClock : watchedClock(onUse)),
    run_started_at: () => startedAtValue(invocation.startedAt),
    local_md5: () => hashText,
    diff_of_two_dicts: () => compareDicts,
    ...lazily(setFunctions),
    ...lazily(jsonFunctions),
    ...lazily(yamlFunctions),
    ...lazily(messageFunctions(options.sink)),
  };
}

function watchedClock(onUse: NonNullable<BaseContextOptions['onUse']>): () => bigint {
  return () => {
    onUse('clock', '');
    return systemClock();
  };
}

function constants(values: Readonly<Record<string, Json>>): Record<string, () => Value> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, () => toValue(value)]));
}

function lazily(values: Readonly<Record<string, Value>>): Record<string, () => Value> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, () => value]));
}
