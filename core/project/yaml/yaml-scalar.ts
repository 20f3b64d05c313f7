/**
 * Scalars of YAML 1.1 as PyYAML reads them, so that a file means to tsdbt what it means to dbt: `yes` and `on` are
 * booleans, `010` is 8, `1e3` is text. Dates stay the text that was written; integers of any size keep their digits.
 */
import { type Json, jsonFloat } from '../../resources/json.js';

/** The value of an untagged plain scalar. */
export function readPlainScalar(text: string): Json {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  if (!NUMBER_START.test(text)) return text;
  const integer = readInteger(text);
  if (integer !== null) return integer;
  const float = readFloat(text);
  return float === null ? text : jsonFloat(float);
}

/** The value of a scalar with one of YAML's own tags (`!!int`); undefined when tag or text do not fit. */
export function readTaggedScalar(tag: string, text: string): Json | undefined {
  switch (tag) {
    case 'str':
      return text;
    case 'null':
      return null;
    case 'bool': {
      const word = WORDS.get(text.toLowerCase());
      return typeof word === 'boolean' ? word : undefined;
    }
    case 'int':
      return readInteger(text) ?? undefined;
    case 'float': {
      const value = readFloat(text) ?? readInteger(text);
      return value === null ? undefined : jsonFloat(Number(value));
    }
    case 'timestamp':
      return text;
    default:
      return undefined;
  }
}

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...['yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);

const NUMBER_START = /^[-+.0-9]/;
const INTEGER = /^[-+]?(?:0b[01_]+|0[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)$/;
const BASE_SIXTY = /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/;
const FLOAT = /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)$/;
const FLOAT_BASE_SIXTY = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/;
const INFINITE = /^[-+]?\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;

function readInteger(text: string): number | bigint | null {
  if (BASE_SIXTY.test(text)) return narrow(baseSixty(text));
  if (!INTEGER.test(text)) return null;
  const { isNegative, digits } = splitSign(text.replaceAll('_', ''));
  const isOctal = digits.length > 1 && /^0[0-7]+$/.test(digits);
  const size = BigInt(isOctal ? `0o${digits.slice(1)}` : digits);
  return narrow(isNegative ? -size : size);
}

function readFloat(text: string): number | null {
  if (NOT_A_NUMBER.test(text)) return Number.NaN;
  if (INFINITE.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (FLOAT.test(text)) return Number(text.replaceAll('_', ''));
  if (!FLOAT_BASE_SIXTY.test(text)) return null;
  const { isNegative, digits } = splitSign(text.replaceAll('_', ''));
  const size = digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return isNegative ? -size : size;
}

function baseSixty(text: string): bigint {
  const { isNegative, digits } = splitSign(text.replaceAll('_', ''));
  const size = digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n);
  return isNegative ? -size : size;
}

function splitSign(text: string): { isNegative: boolean; digits: string } {
  const hasSign = text.startsWith('-') || text.startsWith('+');
  return { isNegative: text.startsWith('-'), digits: hasSign ? text.slice(1) : text };
}

function narrow(value: bigint): number | bigint {
  const isSafe = value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);
  return isSafe ? Number(value) : value;
}
