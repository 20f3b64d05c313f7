/** What JSON cannot say, said in texts that nothing else begins with: whole floats, big integers, infinities, minus zero. */
import { isCollection, type Json, JsonFloat } from '../../../resources/json.js';

/** A value that no text can stand for. */
export class UnwritableValue extends Error {}

const MARK = '\0';
const MARK_CODE = 0;

/** The value itself when JSON can say it, else a copy that it can. */
export function escapeSpecials(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return value.charCodeAt(0) === MARK_CODE ? `${MARK}s${value}` : value;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? value : `${MARK}n${Object.is(value, -0) ? '-0' : value}`;
    case 'bigint':
      return `${MARK}b${value}`;
    case 'object':
      return value === null ? null : escapeObject(value);
    case 'boolean':
    case 'undefined':
      return value;
    default:
      throw new UnwritableValue();
  }
}

function escapeObject(value: object): unknown {
  if (value instanceof JsonFloat) return `${MARK}f${Object.is(value.number, -0) ? '-0' : value.number}`;
  if (Array.isArray(value)) {
    return escapeList(value);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new UnwritableValue();
  let copy: Record<string, unknown> | null = null;
  for (const key in value) {
    const item = (value as Record<string, unknown>)[key];
    const escaped = escapeSpecials(item);
    if (escaped === item) continue;
    copy ??= Object.fromEntries(Object.entries(value));
    copy[key] = escaped;
  }
  return copy ?? value;
}

function escapeList(list: readonly unknown[]): unknown {
  let copy: unknown[] | null = null;
  for (let index = 0; index < list.length; index++) {
    const item = list[index];
    if (item === undefined) throw new UnwritableValue();
    const escaped = escapeSpecials(item);
    if (escaped === item) continue;
    copy ??= [...list];
    copy[index] = escaped;
  }
  return copy ?? list;
}

/** What was escaped, of parsed JSON. */
export function unescapeSpecials(value: Json): Json {
  if (typeof value === 'string') return value.charCodeAt(0) === MARK_CODE ? special(value) : value;
  if (!isCollection(value)) return value;
  if (Array.isArray(value)) return value.map((item: Json) => unescapeSpecials(item));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unescapeSpecials(item)]));
}

function special(text: string): Json {
  const rest = text.slice(2);
  if (text[1] === 's') return rest;
  if (text[1] === 'b') return BigInt(rest);
  return text[1] === 'f' ? new JsonFloat(Number(rest)) : Number(rest);
}
