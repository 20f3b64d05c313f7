/**
 * Keys under which dicts and sets file values: two values have the same key exactly when Python calls them equal.
 * Plain strings and numbers are their own keys; all else is a string that begins with NUL, or the object itself.
 */
import { checkTextLength } from '../limits.js';
import { typeError } from '../python-error.js';
import { FloatValue, type HashKey, HostFunction, TemplateObject, Tuple, UndefinedValue, type Value } from '../value.js';
import { typeName } from './type-name.js';

/** The key of a value; throws Python's TypeError when it is unhashable. */
export function hashKey(value: Value): HashKey {
  switch (typeof value) {
    case 'string':
      return value.charCodeAt(0) === 0 ? `\0s${value}` : value;
    case 'number':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    case 'bigint':
      return integerKey(value);
  }
  if (value === null) return null;
  if (value instanceof FloatValue) return floatKey(value.number);
  if (value instanceof Tuple) return tupleKey(value);
  if (value instanceof UndefinedValue) return '\0u';
  if (value instanceof HostFunction) return value;
  const key = value instanceof TemplateObject ? value.hashKey() : undefined;
  if (key === undefined) throw typeError(`unhashable type: '${typeName(value)}'`);
  return key;
}

/** The key of an integer given exactly. */
export function integerKey(integer: bigint): HashKey {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : `\0i${integer}`;
}

function floatKey(number: number): HashKey {
  return Number.isSafeInteger(number) ? number + 0 : integerKey(BigInt(number));
}

function tupleKey(tuple: Tuple): HashKey {
  const parts = tuple.items.map((item) => {
    const key = hashKey(item);
    if (typeof key === 'string') return `s${key.length}:${key}`;
    return typeof key === 'object' && key !== null ? `o${IDENTITIES.numberOf(key)};` : `n${key};`;
  });
  // A tuple that holds a tuple twice, that holds one twice ... has a key that doubles each time.
  checkTextLength(parts.reduce((sum, part) => sum + part.length, 0));
  return `\0t${parts.join('')}`;
}

/** Numbers for objects that are equal only to themselves. A number tells nothing of its object, so all may share them. */
class Identities {
  readonly #numbers = new WeakMap<object, number>();
  #next = 0;

  numberOf(object: object): number {
    const number = this.#numbers.get(object) ?? this.#next++;
    this.#numbers.set(object, number);
    return number;
  }
}

const IDENTITIES = new Identities();
