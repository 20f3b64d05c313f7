/** `json.dumps`: a value as JSON text in Python's spelling. */

import { Dict } from './dict.js';
import { checkTextLength, MAX_FORMAT_WIDTH } from './limits.js';
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
  return new JsonWriter(indent === null || typeof indent === 'string' ? indent : spaces(indent), sortsKeys).write(
    value,
    0,
  );
}

function spaces(indent: Value): string {
  const count = Math.max(integerArgument(indent), 0);
  if (count > MAX_FORMAT_WIDTH) throw valueError(`indent of ${count} is larger than ${MAX_FORMAT_WIDTH} allowed`);
  return ' '.repeat(count);
}

class JsonWriter {
  readonly #step: string | null;
  readonly #sortsKeys: boolean;
  /** The containers that are being written. */
  readonly #active = new Set<object>();

  constructor(step: string | null, sortsKeys: boolean) {
    this.#step = step;
    this.#sortsKeys = sortsKeys;
  }

  write(value: Value, depth: number): string {
    if (value === null) return 'null';
    if (typeof value === 'string') return quoteJson(value);
    if (typeof value === 'boolean') return String(value);
    if (typeof value === 'bigint') return integerText(value);
    if (isFloat(value)) return floatJson(floatOf(value));
    if (typeof value === 'number') return String(value);
    if (Array.isArray(value)) return this.#writeItems(value, value, depth);
    if (value instanceof Tuple) return this.#writeItems(value, value.items, depth);
    if (value instanceof Dict) return this.#writeDict(value, depth);
    throw typeError(`Object of type ${typeName(value).split('.').at(-1)} is not JSON serializable`);
  }

  #enter(container: object): void {
    if (this.#active.has(container)) throw valueError('Circular reference detected');
    this.#active.add(container);
  }

  #writeItems(container: object, items: readonly Value[], depth: number): string {
    this.#enter(container);
    const parts = items.map((item) => this.write(item, depth + 1));
    this.#active.delete(container);
    return this.#enclose('[]', parts, depth);
  }

  #writeDict(dict: Dict, depth: number): string {
    this.#enter(dict);
    const keys = [...dict.keys()];
    const sorted = this.#sortsKeys ? sortValues(keys, (key) => key) : keys;
    const parts = sorted.map((key) => `${quoteJson(keyOf(key))}: ${this.write(dict.get(key) ?? null, depth + 1)}`);
    this.#active.delete(dict);
    return this.#enclose('{}', parts, depth);
  }

  #enclose(marks: string, parts: readonly string[], depth: number): string {
    if (parts.length === 0) return marks;
    const step = this.#step;
    const [outer, inner] = step === null ? ['', ''] : [`\n${step.repeat(depth)}`, `\n${step.repeat(depth + 1)}`];
    const separator = step === null ? ', ' : `,${inner}`;
    checkTextLength(parts.reduce((sum, part) => sum + part.length + separator.length, 0));
    return marks.charAt(0) + inner + parts.join(separator) + outer + marks.charAt(1);
  }
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
