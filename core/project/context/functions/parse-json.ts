/** JSON text to template values as Python's json.loads makes them: `1.0` stays a float, integers keep all digits. */
import { Dict } from '../../../template/values/dict.js';
import { FloatValue, type Value } from '../../../template/values/value.js';

/** The value, or undefined (JavaScript's) when the text is no JSON. */
export function parseJson(text: string): Value | undefined {
  const reader: Reader = { text, at: 0 };
  try {
    const value = readValue(reader, 0);
    skipSpace(reader);
    return reader.at === text.length ? value : undefined;
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

class NotJson extends Error {}

interface Reader {
  readonly text: string;
  at: number;
}

/** Python gives up near its recursion limit too. */
const DEEPEST = 900;
const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;
const STRING = /"(?:[^"\\]|\\.)*"/sy;
const WORDS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

function skipSpace(reader: Reader): void {
  SPACE.lastIndex = reader.at;
  SPACE.exec(reader.text);
  reader.at = SPACE.lastIndex;
}

function take(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text);
  if (match !== null) reader.at = pattern.lastIndex;
  return match;
}

function readValue(reader: Reader, depth: number): Value {
  if (depth > DEEPEST) throw new NotJson();
  skipSpace(reader);
  const start = reader.text[reader.at];
  if (start === '[') return readItems(reader, ']', () => readValue(reader, depth + 1));
  if (start === '{') return new Dict(readItems(reader, '}', () => readEntry(reader, depth)));
  if (start === '"') return readString(reader);
  for (const [word, value] of WORDS) {
    if (!reader.text.startsWith(word, reader.at)) continue;
    reader.at += word.length;
    return value;
  }
  return readNumber(reader);
}

function readItems<T>(reader: Reader, end: string, read: () => T): T[] {
  const items: T[] = [];
  reader.at++;
  skipSpace(reader);
  while (reader.text[reader.at] !== end) {
    items.push(read());
    skipSpace(reader);
    if (reader.text[reader.at] === end) break;
    if (reader.text[reader.at] !== ',') throw new NotJson();
    reader.at++;
    skipSpace(reader);
    if (reader.text[reader.at] === end) throw new NotJson();
  }
  reader.at++;
  return items;
}

function readEntry(reader: Reader, depth: number): [Value, Value] {
  const key = readString(reader);
  skipSpace(reader);
  if (reader.text[reader.at] !== ':') throw new NotJson();
  reader.at++;
  return [key, readValue(reader, depth + 1)];
}

function readString(reader: Reader): string {
  const match = take(reader, STRING);
  if (match === null) throw new NotJson();
  try {
    return JSON.parse(match[0]) as string;
  } catch {
    throw new NotJson();
  }
}

function readNumber(reader: Reader): Value {
  const match = take(reader, NUMBER);
  if (match === null) throw new NotJson();
  const [digits, fraction, exponent] = match;
  const number = Number(digits);
  if (fraction !== undefined || exponent !== undefined)
    return Number.isInteger(number) ? new FloatValue(number) : number;
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}
