/** The method `config`: looks a value up in a node's effective config and compares it as dbt does. */
import { isMapping, type Json } from '../../resources/json.js';
import type { Criterion } from '../criterion.js';

/** A predicate over the config of a node; a criterion without a key matches nothing. */
export function matchesConfig(criterion: Criterion): (config: Json) => boolean {
  const keys = criterion.arguments;
  if (keys.length === 0) return () => false;
  const ignoresCase = keys.join('.') === 'severity';
  return (config) => matchesValue(valueAt(config, keys), criterion.value, ignoresCase);
}

/** Texts that a config has under a key. */
export function textsAt(config: Json, keys: readonly string[]): readonly string[] {
  if (keys.length === 0) return [];
  return [valueAt(config, keys)].flat().filter((value) => typeof value === 'string');
}

function valueAt(config: Json, keys: readonly string[]): Json | undefined {
  let value: Json | undefined = config;
  for (const key of keys) {
    if (!isMapping(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/** Texts are compared as they stand, booleans as `true` and `false`, lists by membership; severity ignores case. */
function matchesValue(value: Json | undefined, wanted: string, ignoresCase: boolean): boolean {
  if (Array.isArray(value)) return value.some((item: Json) => matchesValue(item, wanted, ignoresCase));
  if (typeof value === 'boolean') return String(value) === wanted.toLowerCase();
  if (typeof value !== 'string') return false;
  return ignoresCase ? value.toLowerCase() === wanted.toLowerCase() : value === wanted;
}
