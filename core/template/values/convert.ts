/** The border of the template layer: plain data in, plain data out. */
import { type Json, JsonFloat } from '../../resources/json.js';
import { Dict } from './dict.js';
import { typeError } from './python-error.js';
import { str } from './text.js';
import { makeInt } from './types/numbers.js';
import { FloatValue, TemplateObject, Tuple, UndefinedValue, type Value } from './value.js';

/** A template value of plain data: objects become new dicts, arrays new lists. What nobody looks into is not converted. */
export function toValue(json: Json): Value {
  if (typeof json === 'bigint') return makeInt(json);
  if (json === null || typeof json !== 'object') return json;
  if (json instanceof JsonFloat) return new FloatValue(json.number);
  if (isList(json)) return json.map(toValue);
  return new Dict(() => Object.entries(json).map(([key, value]) => [key, toValue(value)]));
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

/**
 * Plain data of a template value: tuples, sets and other iterables become arrays, mappings objects, undefined null;
 * decimals, dates and whatever else has no JSON form become their text.
 */
export function toJson(value: Value): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Tuple) return value.items.map(toJson);
  if (value instanceof FloatValue) return new JsonFloat(value.number);
  if (value instanceof UndefinedValue) return null;
  if (value instanceof Dict) return objectOf(value.entries());
  if (value instanceof TemplateObject && !value.isMapping) {
    const items = value.iterate();
    if (items !== null) return Array.from(items, toJson);
  }
  return str(value);
}

/** `Object.fromEntries` defines properties, so that a key `__proto__` is a key like any other. */
function objectOf(entries: Iterable<readonly [Value, Value]>): Json {
  return Object.fromEntries(Array.from(entries, ([key, value]) => [keyText(key), toJson(value)]));
}

/** A dict's key as JSON spells it. */
function keyText(key: Value): string {
  if (typeof key === 'string') return key;
  if (key === null) return 'null';
  if (typeof key === 'boolean') return String(key);
  if (key instanceof Tuple) throw typeError('keys must be str, int, float, bool or None, not tuple');
  return str(key);
}
