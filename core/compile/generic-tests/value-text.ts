/** Plain data as a part of a key. Most of it is one word or nothing, which is spelled without a look at its inside. */
import { plainText } from '../../parse/reuse/look-ups.js';
import { type Json, JsonFloat } from '../../resources/json.js';

/** Equal texts only for equal data; texts that stand one behind the other cannot be mistaken for others. */
export function valueText(value: Json): string {
  switch (typeof value) {
    case 'string':
      return `s${value.length}:${value}`;
    case 'boolean':
    case 'number':
      return `${typeof value}${value};`;
    default:
      return value === null ? 'n;' : innerText(value);
  }
}

function innerText(value: Json): string {
  if (!(value instanceof JsonFloat) && typeof value === 'object' && value !== null) {
    for (const _key in value) return `${plainText(value)};`;
    return Array.isArray(value) ? '[];' : '{};';
  }
  return `${plainText(value)};`;
}
