/** Truth, iteration and length of any value. */
import { typeError, valueError } from '../python-error.js';
import { typeName } from '../types/type-name.js';
import { FloatValue, TemplateObject, Tuple, UndefinedValue, type Value } from '../value.js';

/** `bool(value)`. */
export function isTruthy(value: Value): boolean {
  if (typeof value !== 'object') return typeof value === 'number' ? value !== 0 : Boolean(value);
  if (value === null || value instanceof UndefinedValue) return false;
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Tuple) return value.items.length > 0;
  if (value instanceof FloatValue) return value.number !== 0;
  return value instanceof TemplateObject ? value.isTrue() : true;
}

/** The items of a value, as `for` and `list` see them; null when it is not iterable. */
export function tryIterate(value: Value): Iterable<Value> | null {
  if (Array.isArray(value) || typeof value === 'string') return value;
  if (value instanceof Tuple) return value.items;
  if (value instanceof UndefinedValue) return [];
  return value instanceof TemplateObject ? value.iterate() : null;
}

/** The items of a value, or Python's TypeError. */
export function iterate(value: Value): Iterable<Value> {
  const items = tryIterate(value);
  if (items === null) throw typeError(`'${typeName(value)}' object is not iterable`);
  return items;
}

/** The items of a value as a new list. */
export function listOf(value: Value): Value[] {
  return [...iterate(value)];
}

/** The value's length, or null when it has none. */
export function tryLength(value: Value): number | null {
  if (typeof value === 'string') return codePointCount(value);
  if (Array.isArray(value)) return value.length;
  if (value instanceof Tuple) return value.items.length;
  if (value instanceof UndefinedValue) return 0;
  return value instanceof TemplateObject ? value.size() : null;
}

/** `len(value)`. */
export function length(value: Value): number {
  const size = tryLength(value);
  if (size === null) throw typeError(`object of type '${typeName(value)}' has no len()`);
  return size;
}

/** The items of `a, b = value` for so many targets, or Python's ValueError. */
export function unpack(value: Value, count: number): Value[] {
  const source = tryIterate(value);
  if (source === null) throw typeError(`cannot unpack non-iterable ${typeName(value)} object`);
  const items: Value[] = [];
  for (const item of source) {
    if (items.length === count) throw valueError(`too many values to unpack (expected ${count})`);
    items.push(item);
  }
  if (items.length < count) {
    throw valueError(`not enough values to unpack (expected ${count}, got ${items.length})`);
  }
  return items;
}

/** Characters of a string as Python counts them. */
export function codePointCount(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length - 1; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) {
      count--;
      index++;
    }
  }
  return count;
}
