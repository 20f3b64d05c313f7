/** `==` of Python values. Objects compare themselves; this file knows the plain kinds. */

import { isNumeric, type Numeric } from '../types/numbers.js';
import { FloatValue, TemplateObject, Tuple, UndefinedValue, type Value } from '../value.js';

/** `left == right`. */
export function equals(left: Value, right: Value): boolean {
  if (left === right) return !(typeof left === 'number' && Number.isNaN(left));
  if (left instanceof TemplateObject)
    return left.equals(right) || (right instanceof TemplateObject && right.equals(left));
  if (right instanceof TemplateObject) return right.equals(left);
  if (isNumeric(left)) return isNumeric(right) && sameNumber(left, right);
  if (Array.isArray(left)) return Array.isArray(right) && sameItems(left, right);
  if (left instanceof Tuple) return right instanceof Tuple && sameItems(left.items, right.items);
  return left instanceof UndefinedValue && right instanceof UndefinedValue;
}

/** Whether a container counts the value as this item: the same object, or an equal one. */
export function isSameOrEqual(left: Value, right: Value): boolean {
  return Object.is(left, right) || equals(left, right);
}

function sameItems(left: readonly Value[], right: readonly Value[]): boolean {
  return left.length === right.length && left.every((item, index) => isSameOrEqual(item, right[index]));
}

function sameNumber(left: Numeric, right: Numeric): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: a bigint and a number are compared by exact value, as in Python
  return exact(left) == exact(right);
}

/** A number that JavaScript's `<` and `==` compare by exact value. */
export function exact(value: Numeric): number | bigint {
  if (value instanceof FloatValue) return value.number;
  return typeof value === 'boolean' ? Number(value) : value;
}
