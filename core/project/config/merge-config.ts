/** Joins one level of config to the levels before it, by each key's own rule. Pure. */
import { isMapping, type Json, type JsonObject } from '../../resources/json.js';
import { type ConfigKeys, canonicalKey, type MergeRule } from './config-key.js';

/** `base` with `level` on top. Keys of `level` are in their canonical spelling. */
export function mergeConfig(base: JsonObject, level: JsonObject, keys: ConfigKeys): JsonObject {
  const merged: Record<string, Json> = { ...base };
  for (const [name, value] of Object.entries(level)) {
    const rule = Object.hasOwn(keys, name) ? keys[name].merge : 'replace';
    const joined = mergeValue(merged[name], value, rule);
    Object.defineProperty(merged, name, { value: joined, enumerable: true, writable: true, configurable: true });
  }
  return merged;
}

/** Values in the form that config keeps them in: canonical keys, lists for tags and hooks. */
export function normaliseLevel(level: JsonObject): JsonObject {
  const entries = Object.entries(level).map(([written, value]): [string, Json] => {
    const name = canonicalKey(written);
    return [name, normaliseValue(name, value)];
  });
  return Object.fromEntries(entries);
}

function normaliseValue(name: string, value: Json): Json {
  if (name === 'tags' || name === 'packages') return listOf(value);
  if (name === 'pre-hook' || name === 'post-hook') return listOf(value).map(toHook);
  if (name === 'grants' && isMapping(value)) {
    return Object.fromEntries(Object.entries(value).map(([privilege, names]) => [privilege, listOf(names)]));
  }
  return value;
}

function listOf(value: Json): readonly Json[] {
  if (value === null) return [];
  return isList(value) ? value : [value];
}

/** A hook as dbt keeps it: SQL, whether inside of the transaction, and its place among hooks of other levels. */
function toHook(value: Json): Json {
  if (!isMapping(value)) return { sql: value, transaction: true, index: null };
  return { sql: value.sql ?? '', transaction: value.transaction ?? true, index: value.index ?? null };
}

function mergeValue(base: Json | undefined, value: Json, rule: MergeRule): Json {
  switch (rule) {
    case 'append':
      return [...listOf(base ?? null), ...listOf(value)];
    case 'update':
      return { ...asObject(base), ...asObject(value) };
    case 'grants':
      return mergeGrants(asObject(base), asObject(value));
    default:
      return value;
  }
}

function mergeGrants(base: JsonObject, level: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...base };
  for (const [name, grantees] of Object.entries(level)) {
    const privilege = name.startsWith('+') ? name.slice(1) : name;
    merged[privilege] = name.startsWith('+') ? [...listOf(merged[privilege] ?? null), ...listOf(grantees)] : grantees;
  }
  return merged;
}

function asObject(value: Json | undefined): JsonObject {
  return isMapping(value) ? value : {};
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
