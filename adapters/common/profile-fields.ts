/**
 * Reads the keys of one output of profiles.yml, collecting every mistake: wrong types, missing and unknown keys.
 * In: the output as data. Out: typed values; a value that is wrong reads as absent and leaves an error behind.
 */
import type { CredentialsContext } from '../../core/adapter/adapter.js';
import type { Diagnostic } from '../../core/diagnostics/diagnostic.js';
import { closestNames, didYouMean } from '../../core/diagnostics/did-you-mean.js';
import { isMapping, type Json, JsonFloat, type JsonObject } from '../../core/resources/json.js';

export interface ProfileFields {
  readonly diagnostics: Diagnostic[];
  /** A text; numbers are taken as their digits, as YAML reads an unquoted password. */
  text(key: string): string | null;
  /** A whole number, also one that is written as text (from `env_var`). */
  whole(key: string, range: { readonly min: number; readonly max: number }): number | null;
  choice(key: string, choices: readonly string[]): string | null;
  flag(key: string): boolean | null;
  textList(key: string): readonly string[] | null;
  textMap(key: string): Readonly<Record<string, string>> | null;
  /** The first of the keys (aliases of each other) that is present; having two is an error. */
  firstOf(keys: readonly string[]): string;
  require(key: string, example: string): void;
  fail(key: string, message: string, hint?: string): void;
  /** Warns of keys that are not among the known ones. */
  warnUnknown(known: readonly string[]): void;
  has(key: string): boolean;
}

/** Opens an output for reading. */
export function profileFields(output: JsonObject, context: CredentialsContext): ProfileFields {
  const diagnostics: Diagnostic[] = [];
  const fail = (key: string, message: string, hint?: string): void => {
    diagnostics.push({
      code: 'TSDBT_CREDENTIALS_INVALID',
      severity: 'error',
      message,
      location: context.locate(key in output ? [key] : []),
      ...(hint === undefined ? {} : { hint }),
    });
  };
  /** Reads a present, non-null value; `read` answers undefined when its type is wrong. */
  const value = <T>(key: string, expected: string, read: (raw: Json) => T | undefined): T | null => {
    const raw = output[key];
    if (raw === undefined || raw === null) return null;
    const result = read(raw);
    if (result !== undefined) return result;
    fail(key, `\`${key}\` must be ${expected}, found ${describeJson(raw, isSecret(key))}.`);
    return null;
  };
  const has = (key: string): boolean => output[key] !== undefined && output[key] !== null;
  return {
    diagnostics,
    has,
    fail,
    text: (key) => value(key, 'a text', asText),
    whole: (key, range) =>
      value(key, `a whole number from ${range.min} to ${range.max}`, (raw) => asWhole(raw, range.min, range.max)),
    choice: (key, choices) =>
      value(key, `one of ${choices.join(', ')}`, (raw) => choices.find((choice) => choice === raw)),
    flag: (key) => value(key, 'true or false', asFlag),
    textList: (key) => value(key, 'a list of texts', asTextList),
    textMap: (key) => value(key, 'a mapping of texts', asTextMap),
    firstOf: (keys) => {
      const present = keys.filter(has);
      if (present.length > 1)
        fail(present[1]!, `\`${present[0]}\` and \`${present[1]}\` mean the same; keep one of them.`);
      return present[0] ?? keys[0]!;
    },
    require: (key, example) => {
      if (!has(key)) fail(key, `The output lacks the key \`${key}\`.`, `Add it, for example \`${key}: ${example}\`.`);
    },
    warnUnknown: (known) => {
      for (const key of Object.keys(output)) {
        if (!known.includes(key)) diagnostics.push(unknownKey(key, known, context));
      }
    },
  };
}

function unknownKey(key: string, known: readonly string[], context: CredentialsContext): Diagnostic {
  const suggestion = didYouMean(closestNames(key, known));
  return {
    code: 'TSDBT_CREDENTIALS_KEY_UNKNOWN',
    severity: 'warning',
    message: `The output has an unknown key \`${key}\`, which is ignored.`,
    location: context.locate([key]),
    ...(suggestion === undefined ? {} : { hint: suggestion }),
  };
}

function isSecret(key: string): boolean {
  return /pass/i.test(key);
}

function describeJson(raw: Json, secret: boolean): string {
  if (Array.isArray(raw)) return 'a list';
  if (isMapping(raw)) return 'a mapping';
  if (secret) return `a ${typeof raw} that is not shown`;
  return typeof raw === 'string' ? `"${raw}"` : String(raw);
}

function asText(raw: Json): string | undefined {
  if (typeof raw === 'string') return raw;
  return typeof raw === 'number' || typeof raw === 'bigint' || raw instanceof JsonFloat ? String(raw) : undefined;
}

function asWhole(raw: Json, min: number, max: number): number | undefined {
  const given = raw instanceof JsonFloat ? raw.number : raw;
  const number = typeof given === 'string' && /^\d+$/.test(given) ? Number(given) : given;
  return typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max ? number : undefined;
}

function asFlag(raw: Json): boolean | undefined {
  if (typeof raw === 'boolean') return raw;
  if (raw === 'true' || raw === 'True') return true;
  return raw === 'false' || raw === 'False' ? false : undefined;
}

function asTextList(raw: Json): readonly string[] | undefined {
  if (!Array.isArray(raw)) return undefined;
  const texts = (raw as readonly Json[]).map(asText);
  return texts.every((text): text is string => text !== undefined) ? texts : undefined;
}

function asTextMap(raw: Json): Readonly<Record<string, string>> | undefined {
  if (!isMapping(raw)) return undefined;
  const entries = Object.entries(raw).map(([key, item]) => [key, asText(item)] as const);
  return entries.every((entry): entry is readonly [string, string] => entry[1] !== undefined)
    ? Object.fromEntries(entries)
    : undefined;
}
