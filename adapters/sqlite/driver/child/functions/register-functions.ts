/** SQL functions that SQLite lacks and models often use, with Postgres' meaning. Null in, null out. */
import { createHash } from 'node:crypto';
import { argumentCounts } from '../../../registered-functions.js';
import type { SqliteDatabase } from '../library.js';
import { dateAdd, dateDiff, datePart, dateTrunc } from './date-functions.js';

type Value = string | number | bigint | Buffer;

/** Registers all of them under their names; `registeredFunctions` of the adapter lists the same names. */
export function registerFunctions(database: SqliteDatabase): void {
  const patterns = new Map<string, RegExp>();
  const functions: Readonly<Record<string, (...values: Value[]) => Value | null>> = {
    md5: (value) => createHash('md5').update(bytesOrText(value!)).digest('hex'),
    sha256: (value) => createHash('sha256').update(bytesOrText(value!)).digest('hex'),
    split_part: (text, separator, index) => splitPart(String(text), String(separator), Number(index)),
    regexp_replace: (text, pattern, replacement, flags = '') =>
      regexpReplace(String(text), cachedPattern(patterns, String(pattern), String(flags)), String(replacement)),
    date_trunc: (unit, moment) => dateTrunc(String(unit), String(moment)),
    date_part: (unit, moment) => datePart(String(unit), String(moment)),
    datediff: (unit, from, to) => dateDiff(String(unit), String(from), String(to)),
    dateadd: (unit, count, moment) => dateAdd(String(unit), Number(count), String(moment)),
  };
  const define = (name: string, implementation: (...values: Value[]) => Value | null, count: number): void => {
    // Functions are told apart by their number of arguments, which SQLite reads from `length`.
    const wrapped = (...values: (Value | null)[]): Value | null =>
      values.includes(null) ? null : implementation(...(values as Value[]));
    Object.defineProperty(wrapped, 'length', { value: count });
    database.function(name, { deterministic: true, safeIntegers: true }, wrapped as (...values: unknown[]) => unknown);
  };
  for (const [name, counts] of Object.entries(argumentCounts)) {
    for (const count of counts) define(name, functions[name]!, count);
  }
}

function bytesOrText(value: Value): Buffer | string {
  return Buffer.isBuffer(value) ? value : String(value);
}

/** Parts count from 1, or from -1 at the end. */
function splitPart(text: string, separator: string, index: number): string {
  if (index === 0) throw new Error('split_part: the field position must not be zero');
  const parts = separator === '' ? [text] : text.split(separator);
  return parts.at(index > 0 ? index - 1 : index) ?? '';
}

/** Classes and escapes of Postgres that JavaScript spells otherwise. */
const translations: Readonly<Record<string, string>> = {
  '[:alpha:]': '\\p{L}',
  '[:digit:]': '\\d',
  '[:alnum:]': '\\p{L}\\p{N}',
  '[:upper:]': '\\p{Lu}',
  '[:lower:]': '\\p{Ll}',
  '[:space:]': '\\s',
  '[:punct:]': '\\p{P}\\p{S}',
  '[:blank:]': ' \\t',
  '\\m': '\\b(?=\\w)',
  '\\M': '\\b(?<=\\w)',
  '\\y': '\\b',
  '\\A': '(?<![\\s\\S])',
  '\\Z': '(?![\\s\\S])',
};

function cachedPattern(patterns: Map<string, RegExp>, source: string, flags: string): RegExp {
  const key = `${flags}/${source}`;
  const known = patterns.get(key);
  if (known !== undefined) return known;
  const pattern = compilePattern(source, flags);
  patterns.set(key, pattern);
  return pattern;
}

/** Postgres' flags: `g` all, `i` case, `n` or `m` lines; without `n` a dot also matches a line's end. */
function compilePattern(source: string, flags: string): RegExp {
  const unknown = /[^gicnms]/.exec(flags);
  if (unknown !== null) throw new Error(`regexp_replace: unknown flag "${unknown[0]}"`);
  const translated = source.replaceAll(/\[:[a-z]+:\]|\\./g, (part) => translations[part] ?? part);
  const own = `${flags.includes('g') ? 'g' : ''}${flags.includes('i') ? 'i' : ''}${/[nm]/.test(flags) ? 'm' : 's'}`;
  try {
    return new RegExp(translated, `${own}u`);
  } catch {
    // Escapes of plain characters, as in `\-`, are allowed only without Unicode mode.
    return new RegExp(translated, own);
  }
}

/** In the replacement `\1` is a group, `\&` the whole match, `\\` a backslash. */
function regexpReplace(text: string, pattern: RegExp, replacement: string): string {
  pattern.lastIndex = 0;
  return text.replace(pattern, (...match) =>
    replacement.replaceAll(/\\([0-9&\\])/g, (_, what: string) => {
      if (what === '\\') return '\\';
      const group: unknown = match[what === '&' ? 0 : Number(what)];
      return typeof group === 'string' ? group : '';
    }),
  );
}
