/** `json.dumps`: a value as JSON text in Python's spelling. */

import { Dict } from './dict.js';
import { checkTextLength } from './limits.js';
import { integerArgument } from './methods/arguments.js';
import { sortValues } from './operators/sorting.js';
import { PythonError, typeError, valueError } from './python-error.js';
import { integerText, repr } from './text.js';
import { floatText } from './types/float-text.js';
import { floatOf, isFloat } from './types/numbers.js';
import { typeName } from './types/type-name.js';
import { Tuple, type Value } from './value.js';

export interface JsonTextOptions {
  /** Spaces per level, a text to indent with, or None for one line. */
  readonly indent?: Value;
  readonly sortsKeys?: boolean;
}

/** The JSON text; raises Python's TypeError for what JSON cannot hold. */
export function jsonText(value: Value, { indent = null, sortsKeys = false }: JsonTextOptions = {}): string {
  const step =
    indent === null || typeof indent === 'string' ? indent : ' '.repeat(Math.max(integerArgument(indent), 0));
  return write(value, { step, sortsKeys, depth: 0, active: new Set() });
}

interface Writing {
  readonly step: string | null;
  readonly sortsKeys: boolean;
  readonly depth: number;
  readonly active: ReadonlySet<object>;
}

function write(value: Value, writing: Writing): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return quoteJson(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return integerText(value);
  if (isFloat(value)) return floatJson(floatOf(value));
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value))
    return writeAll(
      '[]',
      value.map((item) => (inner) => write(item, inner)),
      enter(value, writing),
    );
  if (value instanceof Tuple) {
    return writeAll(
      '[]',
      value.items.map((item) => (inner) => write(item, inner)),
      enter(value, writing),
    );
  }
  if (value instanceof Dict) return writeDict(value, enter(value, writing));
  throw typeError(`Object of type ${typeName(value).split('.').at(-1)} is not JSON serializable`);
}

function enter(container: object, writing: Writing): Writing {
  if (writing.active.has(container)) throw valueError('Circular reference detected');
  return { ...writing, active: new Set(writing.active).add(container) };
}

function writeDict(dict: Dict, writing: Writing): string {
  const entries = [...dict.entries()];
  const keys = entries.map(([key]) => key);
  const sorted = writing.sortsKeys ? sortValues(keys, (key) => key) : keys;
  const writers = sorted.map(
    (key) => (inner: Writing) => `${quoteJson(keyOf(key))}: ${write(dict.get(key) ?? null, inner)}`,
  );
  return writeAll('{}', writers, writing);
}

function writeAll(marks: string, writers: readonly ((inner: Writing) => string)[], writing: Writing): string {
  if (writers.length === 0) return marks;
  const inner = { ...writing, depth: writing.depth + 1 };
  const parts = writers.map((writer) => writer(inner));
  const lineBreak = (depth: number) => (writing.step === null ? '' : `\n${writing.step.repeat(depth)}`);
  const separator = writing.step === null ? ', ' : `,${lineBreak(inner.depth)}`;
  checkTextLength(parts.reduce((sum, part) => sum + part.length + separator.length, 0));
  return marks.charAt(0) + lineBreak(inner.depth) + parts.join(separator) + lineBreak(writing.depth) + marks.charAt(1);
}

function keyOf(key: Value): string {
  if (typeof key === 'string') return key;
  if (key === null) return 'null';
  if (typeof key === 'boolean') return String(key);
  if (isFloat(key)) return floatJson(floatOf(key));
  if (typeof key === 'number' || typeof key === 'bigint') return repr(key);
  throw new PythonError('TypeError', `keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

function floatJson(number: number): string {
  if (Number.isNaN(number)) return 'NaN';
  if (!Number.isFinite(number)) return number > 0 ? 'Infinity' : '-Infinity';
  return floatText(number);
}

/** A JSON string in ASCII. */
function quoteJson(text: string): string {
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
