/**
 * The names that every template of a project may use, YAML included (dbt-behaviour 2.4, "Everywhere"). Later stages look
 * here for what they do not bring themselves. Nothing here reaches the process: all facts come with the invocation.
 */
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
  return (name) => {
    const make = makers.get(name);
    if (make === undefined) return undefined;
    if (invocationNames.has(name)) options.onUse?.('fact', name);
    return make(options);
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

/** Makes one value; undefined where the name does not exist yet. */
type Maker = (options: BaseContextOptions) => Value | undefined;

/** Thousands of nodes have a context each, and use a few names of it. */
const makers: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ['dbt_version', () => COMPATIBLE_DBT_VERSION],
  ['invocation_id', ({ invocation }) => invocation.id],
  ['thread_id', ({ threadId }) => threadId ?? 'MainThread'],
  ['invocation_args_dict', ({ invocation }) => toValue(invocation.args)],
  ['dbt_metadata_envs', ({ invocation }) => toValue(metadataEnvs(invocation.env))],
  ['project_name', ({ projectName }) => projectName ?? undefined],
  ['target', ({ target }) => (target === null ? undefined : targetDict(target))],
  ['env', ({ target }) => (target === null ? undefined : targetDict(target))],
  ['var', ({ vars, onUse }) => varObject(vars, onUse)],
  ['env_var', envVarFunction],
  ['flags', ({ invocation, onUse }) => flagsObject(invocation.flags, onUse)],
  ['exceptions', ({ invocation, sink, onUse }) => exceptionsObject({ sink, onUse, policy: invocation.warningPolicy })],
  ['modules', ({ onUse }) => createModules(onUse === undefined ? systemClock : watchedClock(onUse))],
  ['run_started_at', ({ invocation }) => startedAtValue(invocation.startedAt)],
  ['local_md5', () => hashText],
  ['diff_of_two_dicts', () => compareDicts],
  ['log', ({ sink }) => messageFunctions(sink).log],
  ['print', ({ sink }) => messageFunctions(sink).print],
  ...constants(setFunctions),
  ...constants(jsonFunctions),
  ...constants(yamlFunctions),
]);

function watchedClock(onUse: NonNullable<BaseContextOptions['onUse']>): () => bigint {
  return () => {
    onUse('clock', '');
    return systemClock();
  };
}

function constants(values: Readonly<Record<string, Value>>): [string, Maker][] {
  return Object.entries(values).map(([name, value]) => [name, () => value]);
}
