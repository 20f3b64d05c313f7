/**
 * The fingerprint of what a node's relation was built from: its compiled SQL, the config that decides how it is built,
 * and further inputs such as a seed's file. Equal fingerprints mean that building again would give the same relation
 * from the same data.
 */
import { createHash } from 'node:crypto';
import { isMapping, type Json, JsonFloat, type JsonObject } from '../resources/json.js';

/** Raised when inputs are added, so that a fingerprint of an earlier version never equals one of a later. */
const VERSION = 1;

/** Config that names, describes, selects or judges, and changes nothing of the relation that is built. */
const withoutEffect: ReadonlySet<string> = new Set([
  ...['enabled', 'tags', 'meta', 'docs', 'group', 'access', 'full_refresh', 'alias', 'schema', 'database'],
  ...['severity', 'warn_if', 'error_if', 'fail_calc'],
]);

export interface FingerprintInputs {
  /** Compiled SQL; empty for seeds. */
  readonly sql: string;
  readonly config: JsonObject;
  /** What else the relation is made from: the checksum of a seed's file. */
  readonly inputs: readonly string[];
}

/** `<version>:<sha256>`. */
export function fingerprint({ sql, config, inputs }: FingerprintInputs): string {
  const effective = Object.fromEntries(Object.entries(config).filter(([key]) => !withoutEffect.has(key)));
  const text = JSON.stringify([sql.trim(), inSortedOrder(effective), inputs]);
  return `${VERSION}:${createHash('sha256').update(text).digest('hex')}`;
}

/** The order in which config files are read says nothing about the relation. */
function inSortedOrder(value: Json): Json {
  if (Array.isArray(value)) return value.map(inSortedOrder);
  if (typeof value === 'bigint' || value instanceof JsonFloat) return `${typeof value} ${value}`;
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, entry]) => [key, inSortedOrder(entry)]));
}
