/**
 * `str(value)` and `repr(value)` as Python gives them. Containers of other files print themselves with `repr` from here.
 */
import { checkTextLength, MAX_INTEGER_DIGITS } from './limits.js';
import { valueError } from './python-error.js';
import { floatText } from './types/float-text.js';
import { NamedTuple } from './types/named-tuple.js';
import { FloatValue, HostFunction, TemplateObject, Tuple, UndefinedValue, type Value } from './value.js';

/** `str(value)`: what `{{ value }}` prints. */
export function str(value: Value): string {
  if (typeof value === 'string') return value;
  if (value instanceof TemplateObject) return value.text();
  if (value instanceof UndefinedValue) return '';
  return repr(value);
}

/** `repr(value)`. `active` holds the containers that are being printed. */
export function repr(value: Value, active: Set<object> = new Set()): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      return Number.isInteger(value) ? String(value) : floatText(value);
    case 'bigint':
      return integerText(value);
    case 'boolean':
      return value ? 'True' : 'False';
  }
  if (value === null) return 'None';
  if (Array.isArray(value)) {
    return enclose(value, active, { ellipsis: '[...]', print: (inner) => `[${joinRepr(value, inner)}]` });
  }
  if (value instanceof NamedTuple && value.shownName !== null) return namedTupleText(value, active);
  if (value instanceof Tuple) return tupleText(value, active);
  if (value instanceof FloatValue) return floatText(value.number);
  if (value instanceof UndefinedValue) return 'Undefined';
  if (value instanceof HostFunction) return `<function ${value.name}>`;
  return value.representation(active);
}

/** Digits of an int; Python refuses to print very long ones. */
export function integerText(integer: bigint): string {
  const text = integer.toString();
  if (text.length > MAX_INTEGER_DIGITS + 1) {
    throw valueError(
      `Exceeds the limit (${MAX_INTEGER_DIGITS} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
    );
  }
  return text;
}

/** The reprs of items, joined. */
export function joinRepr(items: Iterable<Value>, active: Set<object>): string {
  const parts: string[] = [];
  let length = 0;
  for (const item of items) {
    const part = repr(item, active);
    length += part.length + 2;
    checkTextLength(length);
    parts.push(part);
  }
  return parts.join(', ');
}

/** Prints a container unless it is being printed already, as in a list that holds itself. Copying the set would cost more. */
export function enclose(
  container: object,
  active: Set<object>,
  { ellipsis, print }: { ellipsis: string; print: (inner: Set<object>) => string },
): string {
  if (active.has(container)) return ellipsis;
  active.add(container);
  try {
    return print(active);
  } finally {
    active.delete(container);
  }
}

function tupleText(tuple: Tuple, active: Set<object>): string {
  const print = (inner: Set<object>) =>
    tuple.items.length === 1 ? `(${repr(tuple.items[0], inner)},)` : `(${joinRepr(tuple.items, inner)})`;
  return enclose(tuple, active, { ellipsis: '(...)', print });
}

function namedTupleText(tuple: NamedTuple, active: Set<object>): string {
  const parts = tuple.names.map((name, index) => `${name}=${repr(tuple.items[index], active)}`);
  return `${tuple.shownName}(${parts.join(', ')})`;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** What can be printed of ASCII, but backslashes and single quotes. */
const PLAIN_TEXT = /^[ -&(-[\]-~]*$/u;

/** Text that stands in a literal as it is. */
const PLAIN = /^[\w !"#$%&()*+,\-./:;<=>?@[\]^`{|}~]*$/;

/** Text that stands as it is between double quotes. */
const PLAIN_BUT_SINGLE_QUOTES = /^[ !#-[\]-~]*$/u;

/** A string as Python's literal: single quotes unless it holds some and no double ones. */
export function quote(text: string): string {
  if (PLAIN.test(text)) return `'${text}'`;
  if (PLAIN_TEXT.test(text)) return `'${text}'`;
  if (PLAIN_BUT_SINGLE_QUOTES.test(text)) return `"${text}"`;
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replace(/[\\\p{C}\p{Z}']/gu, (character) => {
    if (character === ' ') return character;
    if (character === "'") return mark === "'" ? "\\'" : character;
    return ESCAPES.get(character) ?? escapeCodePoint(character.codePointAt(0) as number);
  });
  return mark + body + mark;
}

function escapeCodePoint(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}
