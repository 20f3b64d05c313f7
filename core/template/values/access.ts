/**
 * Attributes and items as Jinja looks them up: `x.name` tries the attribute and then the item, `x[key]` the item and
 * then the attribute. Attributes come from method tables alone; names that begin with `_` are never attributes.
 */

import { methodOf } from './methods/method-table.js';
import { numberAttribute } from './methods/number-methods.js';
import { undefinedError } from './python-error.js';
import { repr } from './text.js';
import { codePointsOf } from './types/code-points.js';
import { NamedTuple } from './types/named-tuple.js';
import { isInt, isNumeric, smallIntOf } from './types/numbers.js';
import { objectTypeText, typeName } from './types/type-name.js';
import { TemplateObject, Tuple, UndefinedValue, type Value } from './value.js';

/** `value.name`. With `isLenient`, an attribute of undefined is undefined again. */
export function getAttribute(value: Value, name: string, isLenient = false): Value {
  if (value instanceof UndefinedValue) return ofUndefined(value, isLenient);
  const attribute = attributeOf(value, name);
  if (attribute !== undefined) return attribute;
  const item = itemOf(value, name);
  return item === undefined ? missing(value, name) : item;
}

/** The attribute alone, as the filter `attr` asks for it; undefined when there is none. */
export function getAttributeOnly(value: Value, name: string, isLenient = false): Value {
  if (value instanceof UndefinedValue) return ofUndefined(value, isLenient);
  const attribute = attributeOf(value, name);
  return attribute === undefined ? missing(value, name) : attribute;
}

/** `value[key]`. With `isLenient`, an item of undefined is undefined again. */
export function getItem(value: Value, key: Value, isLenient = false): Value {
  if (value instanceof UndefinedValue) return ofUndefined(value, isLenient);
  const item = itemOf(value, key);
  if (item !== undefined) return item;
  const attribute = typeof key === 'string' ? attributeOf(value, key) : undefined;
  return attribute === undefined ? missing(value, key) : attribute;
}

const LOOKUP = { getAttribute, getItem };

function ofUndefined(value: UndefinedValue, isLenient: boolean): Value {
  if (isLenient) return value;
  throw undefinedError(value);
}

function attributeOf(value: Value, name: string): Value | undefined {
  if (name.startsWith('_')) return undefined;
  const method = methodOf(value, name, LOOKUP);
  if (method !== undefined) return method;
  if (isNumeric(value)) return numberAttribute(value, name);
  if (value instanceof NamedTuple) return value.named(name);
  return value instanceof TemplateObject ? value.attribute(name) : undefined;
}

function itemOf(value: Value, key: Value): Value | undefined {
  if (Array.isArray(value)) return atIndex(value, key);
  if (value instanceof Tuple) return atIndex(value.items, key);
  if (typeof value === 'string') return isInt(key) ? atIndex(codePointsOf(value), key) : undefined;
  if (!(value instanceof TemplateObject)) return undefined;
  return isHashableKey(value, key) ? value.item(key) : undefined;
}

/** Python raises for an unhashable key and Jinja then says undefined. */
function isHashableKey(value: TemplateObject, key: Value): boolean {
  return !(value.isMapping && (Array.isArray(key) || (key instanceof TemplateObject && key.hashKey() === undefined)));
}

function atIndex<Item extends Value>(items: ArrayLike<Item>, key: Value): Item | undefined {
  if (!isInt(key)) return undefined;
  const index = smallIntOf(key);
  return items[index < 0 ? index + items.length : index];
}

const DUNDER = /^__.*__$/;

function missing(value: Value, key: Value): UndefinedValue {
  if (typeof key !== 'string')
    return new UndefinedValue(repr(key), `${objectTypeText(value)} has no element ${repr(key)}`);
  if (DUNDER.test(key)) {
    const hint = `access to attribute ${repr(key)} of ${repr(typeName(value))} object is unsafe.`;
    return new UndefinedValue(key, hint, 'SecurityError');
  }
  return new UndefinedValue(key, `${repr(objectTypeText(value))} has no attribute ${repr(key)}`);
}
