/** Walks through the text of a regular expression. */
import { PythonError } from '../python-error.js';

const LETTERS: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
]);

export class PatternReader {
  readonly #text: string;
  position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.position >= this.#text.length;
  }

  /** The next character, empty at the end. */
  peek(): string {
    const code = this.#text.codePointAt(this.position);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  take(): string {
    const character = this.peek();
    this.position += character.length;
    return character;
  }

  takeIf(character: string): boolean {
    if (this.peek() !== character) return false;
    this.position += character.length;
    return true;
  }

  /** What a sticky pattern finds here, taken. */
  takeMatch(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.position;
    const match = sticky.exec(this.#text);
    if (match !== null) this.position += match[0].length;
    return match;
  }

  isMatch(sticky: RegExp): boolean {
    sticky.lastIndex = this.position;
    return sticky.test(this.#text);
  }

  /** The code point of an escape behind its backslash: `n`, `x41`, `u00e9`, `012`, or a character that is no letter. */
  takeEscapedCode(start: number): number {
    const hex = this.takeMatch(/x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})/y);
    if (hex !== null) return this.#valid(Number.parseInt(hex[1] ?? hex[2] ?? hex[3], 16), start);
    const octal = this.takeMatch(/0[0-7]{0,2}|[0-3][0-7]{2}/y);
    if (octal !== null) return Number.parseInt(octal[0], 8);
    const character = this.take();
    if (character === '') throw this.error('bad escape (end of pattern)', start);
    const known = LETTERS.get(character);
    if (known !== undefined) return known;
    if (/[a-zA-Z0-9]/.test(character)) throw this.error(`bad escape \\${character}`, start);
    return character.codePointAt(0) as number;
  }

  #valid(code: number, start: number): number {
    if (code > 0x10ffff) throw this.error('bad escape', start);
    return code;
  }

  /** Python's `re.error`. */
  error(message: string, position?: number): PythonError {
    return new PythonError('re.error', position === undefined ? message : `${message} at position ${position}`);
  }
}
