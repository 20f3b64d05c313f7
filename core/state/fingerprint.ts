/**
 * The fingerprint of what a node's relation was built from, in parts: its compiled SQL, its own template, each config
 * that decides how it is built, and further inputs such as a seed's file. Equal fingerprints mean that building again
 * would give the same relation from the same data; of unequal ones it is known which parts differ.
 */
import { createHash } from 'node:crypto';
import { isMapping, type Json, JsonFloat, type JsonObject } from '../resources/json.js';

/** Raised when parts are added, so that a fingerprint of an earlier version is never taken for one of a later. */
const VERSION = 2;

/** Config that names, describes, selects or judges, and changes nothing of the relation that is built. */
export const configWithoutEffect: ReadonlySet<string> = new Set([
  ...['enabled', 'tags', 'meta', 'docs', 'group', 'access', 'full_refresh', 'alias', 'schema', 'database'],
  ...['severity', 'warn_if', 'error_if', 'fail_calc'],
]);

export interface FingerprintInputs {
  /** Compiled SQL; empty for seeds. */
  readonly sql: string;
  /** The node's own template, as its file has it. */
  readonly code: string;
  readonly config: JsonObject;
  /** What else the relation is made from: the checksum of a seed's file. */
  readonly inputs: readonly string[];
  /** Whether the SQL is of all rows, or of those that an incremental model adds: its template may render both apart. */
  readonly extent: 'whole' | 'batch';
}

/** The texts of configs that many nodes share. */
export type KnownSettings = WeakMap<JsonObject, string>;

/** `<version>:<extent>:<sql>:<code>:<inputs>:<config key>=<hash>,...`, all by hashes. */
export function fingerprint(
  { sql, code, config, inputs, extent }: FingerprintInputs,
  known: KnownSettings = new WeakMap(),
): string {
  const settings = known.get(config) ?? settingsOf(config);
  known.set(config, settings);
  return [VERSION, extent, hash(sql.trim()), hash(code.trim()), hash(inputs), settings].join(':');
}

function settingsOf(config: JsonObject): string {
  const keys = Object.keys(config).filter((key) => !configWithoutEffect.has(key));
  const settings = keys.sort().map((key) => `${encodeURIComponent(key)}=${hash(inSortedOrder(config[key]), 12)}`);
  return settings.join(',');
}

/** What of a node has changed since its relation was built. */
export interface FingerprintChange {
  /** `rendering`: its own template is the same and its SQL is not. `unknown`: the SQL of a whole build and of a batch cannot be compared. */
  readonly sql: 'same' | 'template' | 'rendering' | 'unknown';
  /** Keys of the config. */
  readonly config: readonly string[];
  readonly inputs: boolean;
}

/** Null when the earlier fingerprint cannot be read: there is none, or another version wrote it. */
export function compareFingerprints(earlier: string | null, now: FingerprintInputs): FingerprintChange | null {
  const [before, after] = [earlier, fingerprint(now)].map(parse);
  if (before === null || after === null) return null;
  const isTemplate = before.code !== after.code;
  const sql = before.extent !== after.extent ? 'unknown' : before.sql === after.sql ? 'same' : 'rendering';
  const keys = [...new Set([...before.config.keys(), ...after.config.keys()])].sort();
  return {
    sql: isTemplate && sql !== 'same' ? 'template' : sql,
    config: keys.filter((key) => before.config.get(key) !== after.config.get(key)),
    inputs: before.inputs !== after.inputs,
  };
}

function parse(text: string | null) {
  const [version, extent, sql, code, inputs, settings, ...rest] = (text ?? '').split(':');
  if (version !== String(VERSION) || settings === undefined || rest.length > 0) return null;
  const config = settings.split(',').flatMap((entry): [string, string][] => {
    const [key, value] = entry.split('=');
    return value === undefined ? [] : [[decodeURIComponent(key), value]];
  });
  return { extent, sql, code, inputs, config: new Map(config) };
}

function hash(value: Json, length = 32): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, length);
}

/** The order in which config files are read says nothing about the relation. */
function inSortedOrder(value: Json): Json {
  if (Array.isArray(value)) return value.map(inSortedOrder);
  if (typeof value === 'bigint' || value instanceof JsonFloat) return `${typeof value} ${value}`;
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, entry]) => [key, inSortedOrder(entry)]));
}
