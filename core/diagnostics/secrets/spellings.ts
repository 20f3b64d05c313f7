/**
 * How a secret may be spelled in a text: as it is, escaped for JSON, YAML, a shell or a template, its quotes doubled for
 * SQL, percent-encoded, as HTML entities, and any mixture of these, several layers deep. Out: a pattern, and what tells cheaply
 * that a text cannot match it.
 */

export interface Spelling {
  /** Matches every spelling. */
  readonly pattern: RegExp;
  /** Stands in every spelling that escapes no letter or digit; empty when the secret has neither. */
  readonly anchor: string;
}

/** Finds escapes of letters and digits, which only an unusual encoder writes. */
export const escapedLetter =
  /(?:%|[xX]|[uU]\{?(?:0000)?(?:00)?|&#)(?:25)*0*(?:3\d|[46][1-9a-f]|[57][\da]|4\d|5[0-7]|\d\d\d?;)/i;

/** The spellings of one value. */
export function spellingOf(value: string): Spelling {
  return { pattern: new RegExp(spellingSource(value), 'g'), anchor: longestWord(value) };
}

/** The source of the pattern, for use within another one. */
export function spellingSource(value: string): string {
  let source = '';
  let isAfterBackslash = false;
  for (const { character, count } of runsOf(value)) {
    source += unitSource(character, count, isAfterBackslash);
    isAfterBackslash = character === '\\';
  }
  return source;
}

interface Run {
  readonly character: string;
  readonly count: number;
}

/** Characters; a quote or backslash that is repeated counts as one run, as escaping multiplies it. */
function runsOf(value: string): readonly Run[] {
  const runs: Run[] = [];
  for (const character of value) {
    const last = runs.at(-1);
    if (last !== undefined && last.character === character && MULTIPLIED.has(character)) {
      runs[runs.length - 1] = { character, count: last.count + 1 };
    } else runs.push({ character, count: 1 });
  }
  return runs;
}

const MULTIPLIED = new Set(['\\', "'", '"', '`']);
const LETTERS: Readonly<Record<string, string>> = {
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
  '\b': 'b',
  '\f': 'f',
  '\v': 'v',
  '\0': '0',
};
const ENTITIES: Readonly<Record<string, string>> = { '"': 'quot', '&': 'amp', "'": 'apos', '<': 'lt', '>': 'gt' };
/** Two layers that double a quote make four of it; three layers of JSON make eight backslashes. */
const MOST_QUOTES = 4;
const MOST_BACKSLASHES = 8;
/** A backslash, and the marks of an entity, may be percent-encoded themselves. */
const BACKSLASH = '(?:\\\\|%(?:25)*5[cC])';
const PLUS = '(?:\\+|%(?:25)*2[bB])';
const AMPERSAND = '(?:&|%(?:25)*26)(?:amp;)*';
const NUMBER_SIGN = '(?:#|%(?:25)*23)';
const SEMICOLON = '(?:;|%(?:25)*3[bB])';

/** A backslash before this character was swallowed already when the secret has one there, so that a pattern has one way to match. */
function unitSource(character: string, count: number, isAfterBackslash: boolean): string {
  const slashes = `${BACKSLASH}${isAfterBackslash ? '*' : '+'}`;
  const escaped = [
    ...(LETTERS[character] === undefined ? [] : [`${slashes}${LETTERS[character]}`]),
    unicodeEscape(character, slashes),
    byteEscape(character, slashes),
  ].join('|');
  const encoded = [percentEscape(character), entity(character), ...(character === ' ' ? [PLUS] : [])].join('|');
  if (character === '\\') return `(?:${escaped}|${encoded}|${BACKSLASH}){${count},${MOST_BACKSLASHES * count}}`;
  const before = isAfterBackslash || /[\p{L}\p{N}]/u.test(character) ? '' : `${BACKSLASH}*`;
  const unit = `(?:${escaped}|${before}(?:${encoded}|${escapePattern(character)}))`;
  return MULTIPLIED.has(character) ? `${unit}{${count},${MOST_QUOTES * count}}` : unit;
}

function unicodeEscape(character: string, slashes: string): string {
  const units = Array.from({ length: character.length }, (_, index) => hex(character.charCodeAt(index), 4));
  const pair = units.map((unit) => `${slashes}u${unit}`).join('');
  const point = hex(character.codePointAt(0)!, 1);
  return `${pair}|${slashes}U0*${point}|${slashes}u\\{0*${point}\\}`;
}

/** The character's code where it has one byte, and its bytes in UTF-8. */
function byteEscape(character: string, slashes: string): string {
  const code = character.codePointAt(0)!;
  const bytes = [...utf8(character)].map((byte) => `${slashes}x${hex(byte, 2)}`).join('');
  return code > 0xff || code < 0x80 ? bytes : `${bytes}|${slashes}x${hex(code, 2)}`;
}

/** A percent sign that was encoded itself is `%25`. */
function percentEscape(character: string): string {
  return [...utf8(character)].map((byte) => `%(?:25)*${hex(byte, 2)}`).join('');
}

function entity(character: string): string {
  const code = character.codePointAt(0)!;
  const name = ENTITIES[character];
  const numbers = `${AMPERSAND}${NUMBER_SIGN}(?:0*${code}|[xX]0*${hex(code, 1)})${SEMICOLON}`;
  return name === undefined ? numbers : `${numbers}|${AMPERSAND}${name}${SEMICOLON}`;
}

/** Hexadecimal digits in either case. */
function hex(code: number, digits: number): string {
  return code
    .toString(16)
    .padStart(digits, '0')
    .replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function longestWord(value: string): string {
  const words: string[] = value.match(/[A-Za-z0-9]+/g) ?? [];
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}
