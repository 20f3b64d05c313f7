/** Sets of code points: `\d`, `\w`, `\s`, their complements, ranges, and case folding. */
import { WHITE_SPACE } from '../methods/text/padding.js';
import type { CodeTest } from './nodes.js';

const DIGIT = /^\p{Nd}$/u;
const WORD = /^[\p{L}\p{N}_]$/u;
const SPACE = new RegExp(`^[${WHITE_SPACE}]$`, 'u');

function tested(pattern: RegExp): CodeTest {
  return (code) => pattern.test(String.fromCodePoint(code));
}

function isAsciiDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isAsciiWord(code: number): boolean {
  return isAsciiDigit(code) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
}

function isAsciiSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** An ASCII answer where that is enough, else the one of Unicode. */
function withAscii(ascii: CodeTest, unicode: CodeTest, lowest = 128): CodeTest {
  return (code) => (code < lowest ? ascii(code) : unicode(code));
}

const isDigit = withAscii(isAsciiDigit, tested(DIGIT));
const isWord = withAscii(isAsciiWord, tested(WORD));
const isSpace = withAscii((code) => isAsciiSpace(code) || (code >= 28 && code <= 31), tested(SPACE));

/** The set of `\d`, `\w`, `\s` or, in capitals, its complement; null for another letter. */
export function namedSet(letter: string, isAscii: boolean): CodeTest | null {
  switch (letter) {
    case 'd':
      return isAscii ? isAsciiDigit : isDigit;
    case 'w':
      return isAscii ? isAsciiWord : isWord;
    case 's':
      return isAscii ? isAsciiSpace : isSpace;
    case 'D':
    case 'W':
    case 'S':
      return complement(namedSet(letter.toLowerCase(), isAscii) as CodeTest);
    default:
      return null;
  }
}

export function complement(test: CodeTest): CodeTest {
  return (code) => !test(code);
}

export function range(first: number, last: number): CodeTest {
  return (code) => code >= first && code <= last;
}

/** The code point of the other case, or itself. */
export function otherCase(code: number): number {
  const text = String.fromCodePoint(code);
  const lower = text.toLowerCase();
  const other = lower === text ? text.toUpperCase() : lower;
  return Array.from(other).length === 1 ? (other.codePointAt(0) as number) : code;
}

export function withoutCase(test: CodeTest): CodeTest {
  return (code) => test(code) || test(otherCase(code));
}
