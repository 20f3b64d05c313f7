/** JSON text of plain data, and back. JSON.stringify knows neither bigint nor `1.0`. */
import { isCollection, type Json, JsonFloat, type JsonObject } from '../resources/json.js';

/** Every digit of a bigint is kept; `indent` 0 gives one line. */
export function jsonText(value: Json, indent = 0): string {
  return indent === 0 ? createJsonWriter()(value) : indented(value, { step: ' '.repeat(indent), current: '' });
}

/** Writes values on one line each. Keys that come again are spelled once, so one writer serves a whole artifact. */
export function createJsonWriter(): (value: Json) => string {
  const keys = new Map<string, string>();
  const keyText = (key: string): string => {
    const known = keys.get(key);
    if (known !== undefined) return known;
    const text = `${JSON.stringify(key)}: `;
    keys.set(key, text);
    return text;
  };
  const write = (value: Json): string => {
    if (typeof value === 'string') return UNSAFE.test(value) ? JSON.stringify(value) : `"${value}"`;
    if (typeof value !== 'object' || value === null || value instanceof JsonFloat) return scalar(value);
    if (isList(value)) return list(value);
    let text = '';
    for (const key in value) {
      if (text !== '') text += ', ';
      text += keyText(key);
      text += write(value[key]);
    }
    return `{${text}}`;
  };
  const list = (items: readonly Json[]): string => {
    if (items.length === 0) return '[]';
    let text = write(items[0]);
    for (let index = 1; index < items.length; index++) text += `, ${write(items[index])}`;
    return `[${text}]`;
  };
  return write;
}

/** A dict whose list under one key is long: its items are made and written one after the other. */
export interface LongDict {
  readonly before: JsonObject;
  readonly key: string;
  readonly items: Iterable<Json>;
  readonly after: JsonObject;
}

/** The JSON of such a dict in pieces; `before` has keys. */
export function* longDictText({ before, key, items, after }: LongDict): Generator<string> {
  const write = createJsonWriter();
  yield `${write(before).slice(0, -1)}, ${JSON.stringify(key)}: [`;
  let separator = '';
  for (const item of items) {
    yield `${separator}${write(item)}`;
    separator = ', ';
  }
  const end = write(after).slice(1);
  yield end === '}' ? ']}' : `], ${end}`;
}

/** Plain data of a JSON text; null of what is none, as of `null`. */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

/** What a JSON text cannot hold as it is. Surrogates may be alone: JSON.stringify tells. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what JSON escapes.
const UNSAFE = /["\\\u0000-\u001f\ud800-\udfff]/;

/** TypeScript takes no readonly list for an array. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function scalar(value: Json): string {
  if (typeof value === 'bigint' || value instanceof JsonFloat) return value.toString();
  if (typeof value === 'number' && !Number.isFinite(value)) return 'null';
  return JSON.stringify(value);
}

interface Indent {
  readonly step: string;
  readonly current: string;
}

function indented(value: Json, indent: Indent): string {
  if (!isCollection(value)) return scalar(value);
  const inner = { step: indent.step, current: indent.current + indent.step };
  const isArray = Array.isArray(value);
  const parts = isArray
    ? value.map((item: Json) => indented(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${indented(item, inner)}`);
  const [open, close] = isArray ? '[]' : '{}';
  if (parts.length === 0) return open + close;
  return `${open}\n${inner.current}${parts.join(`,\n${inner.current}`)}\n${indent.current}${close}`;
}
