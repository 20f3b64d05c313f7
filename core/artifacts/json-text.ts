/** JSON text of plain data, and back. JSON.stringify knows neither bigint nor `1.0`. */
import { isCollection, type Json, JsonFloat } from '../resources/json.js';

/** Every digit of a bigint is kept; `indent` 0 gives one line. */
export function jsonText(value: Json, indent = 0): string {
  return writeJson(value, indent === 0 ? null : { step: ' '.repeat(indent), current: '' });
}

/** Plain data of a JSON text; null of what is none, as of `null`. */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

interface Indent {
  readonly step: string;
  readonly current: string;
}

function writeJson(value: Json, indent: Indent | null): string {
  if (typeof value === 'bigint' || value instanceof JsonFloat) return value.toString();
  if (typeof value === 'number' && !Number.isFinite(value)) return 'null';
  if (!isCollection(value)) return JSON.stringify(value);
  const inner = indent === null ? null : { step: indent.step, current: indent.current + indent.step };
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((item: Json) => writeJson(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${writeJson(item, inner)}`);
  const [open, close] = isList ? '[]' : '{}';
  if (parts.length === 0) return open + close;
  if (indent === null || inner === null) return `${open}${parts.join(', ')}${close}`;
  return `${open}\n${inner.current}${parts.join(`,\n${inner.current}`)}\n${indent.current}${close}`;
}
