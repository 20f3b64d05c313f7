/** Strings and numbers as Jinja reads them. */

const FLOAT = /(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy;
const INTEGER = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy;

export interface NumberLiteral {
  readonly value: number | bigint;
  readonly isFloat: boolean;
  readonly end: number;
}

/** The number that begins at an offset; null when there is none. After a dot (`x.0.1`) only an integer. */
export function readNumber(text: string, offset: number): NumberLiteral | null {
  const first = text.charCodeAt(offset);
  if (!(first >= 0x30 && first <= 0x39)) return null;
  FLOAT.lastIndex = offset;
  const float = text[offset - 1] === '.' ? null : FLOAT.exec(text);
  if (float !== null) {
    return { value: Number(float[0].replaceAll('_', '')), isFloat: true, end: offset + float[0].length };
  }
  INTEGER.lastIndex = offset;
  const integer = INTEGER.exec(text);
  if (integer === null) return null;
  const exact = BigInt(integer[0].replaceAll('_', ''));
  const value = exact <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(exact) : exact;
  return { value, isFloat: false, end: offset + integer[0].length };
}

export interface StringLiteral {
  readonly value: string;
  readonly end: number;
  /** An escape that is cut short or cannot be read. */
  readonly brokenEscape: string | null;
}

/** The string that begins with the quote at an offset; null when it is not closed. */
export function readString(text: string, offset: number): StringLiteral | null {
  const quote = text[offset];
  let end = offset + 1;
  while (end < text.length && text[end] !== quote) end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) return null;
  const written = text.slice(offset + 1, end).replaceAll(/\r\n?/g, '\n');
  return { value: decodeEscapes(written), end: end + 1, brokenEscape: brokenEscapeOf(written) };
}

const simpleEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g;

/** Python refuses `\x4` and its like; names of characters (`\N{DIGIT ONE}`) would need Unicode's whole table. */
function brokenEscapeOf(text: string): string | null {
  if (!text.includes('\\')) return null;
  for (const [whole, , , , , letter] of text.matchAll(ESCAPE)) {
    if (letter !== undefined && 'xuUN'.includes(letter)) return whole;
  }
  return null;
}

/** Python's escapes; a backslash before any other letter stays, as in `\d`. */
function decodeEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(ESCAPE, (whole: string, ...groups: (string | undefined)[]) => {
    const [hex, four, eight, octal, letter] = groups;
    if (letter !== undefined) return Object.hasOwn(simpleEscapes, letter) ? simpleEscapes[letter] : whole;
    const code = octal === undefined ? Number.parseInt(hex ?? four ?? eight ?? '', 16) : Number.parseInt(octal, 8);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
