/**
 * Text of a template to tokens, as Jinja's lexer cuts it: literal text with white space control applied, and the
 * tokens between delimiters. `}}` and `%}` end a tag only outside of brackets.
 */
import { TsdbtError } from '../../diagnostics/error.js';
import type { TemplateSource } from '../template.js';
import { readNumber, readString } from './literals.js';
import { locationAt, syntaxError } from './syntax-error.js';

export type TokenKind =
  | 'text'
  | 'print-begin'
  | 'print-end'
  | 'block-begin'
  | 'block-end'
  | 'name'
  | 'string'
  | 'integer'
  | 'float'
  | 'operator'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** Text, name or operator as written; the value of a string. */
  readonly text: string;
  readonly offset: number;
  readonly number?: number | bigint;
}

const NAME = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*/uy;
const OPERATOR = /\/\/|\*\*|==|!=|>=|<=|[+\-/*%~[\](){}>=<.:|,;]/y;
const SPACE = /\s+/y;
const RAW_END = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;
const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Tokens of one template: a syntax tree takes some hundred times the memory of its text. */
const MOST_TOKENS = 500_000;

export function tokenize(source: TemplateSource): Token[] {
  return new Lexer(source).run();
}

class Lexer {
  readonly #source: TemplateSource;
  readonly #text: string;
  readonly #tokens: Token[] = [];
  #at = 0;
  /** White space at the start of the next literal text is cut (`-%}` before it). */
  #cutsNext = false;

  constructor(source: TemplateSource) {
    this.#source = source;
    this.#text = withoutLastBreak(source.text);
  }

  run(): Token[] {
    while (this.#at < this.#text.length) {
      const end = openerFrom(this.#text, this.#at);
      if (end === -1) {
        this.#literal(this.#at, this.#text.length, false);
        break;
      }
      this.#literal(this.#at, end, this.#text[end + 2] === '-');
      this.#at = end;
      const opener = this.#text[end + 1];
      if (opener === '#') this.#comment();
      else if (opener === '{') this.#tag('print', 2);
      else if (!this.#raw()) this.#tag('block', 2);
    }
    this.#push('end', '', this.#text.length);
    return this.#tokens;
  }

  #push(kind: TokenKind, text: string, offset: number, number?: number | bigint): void {
    if (this.#tokens.length >= MOST_TOKENS) throw tooMany(this.#source, offset);
    this.#tokens.push(number === undefined ? { kind, text, offset } : { kind, text, offset, number });
  }

  #literal(start: number, end: number, cutsEnd: boolean): void {
    let text = this.#text.slice(start, end);
    let offset = start;
    if (this.#cutsNext) {
      const kept = text.trimStart();
      offset += text.length - kept.length;
      text = kept;
    }
    if (cutsEnd) text = text.trimEnd();
    this.#cutsNext = false;
    if (text !== '') this.#push('text', text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text, offset);
  }

  #comment(): void {
    const end = this.#text.indexOf('#}', this.#at + 2);
    if (end === -1) throw syntaxError(this.#source, this.#at, 'Missing end of comment tag');
    this.#cutsNext = this.#text[end - 1] === '-' && end - 1 > this.#at + 1;
    this.#at = end + 2;
  }

  /** `{% raw %}` up to its end is literal text. */
  #raw(): boolean {
    const begin = /\{%[-+]?\s*raw\s*([-+]?)%\}/y;
    begin.lastIndex = this.#at;
    const found = begin.exec(this.#text);
    if (found === null) return false;
    RAW_END.lastIndex = begin.lastIndex;
    const end = RAW_END.exec(this.#text);
    if (end === null) throw syntaxError(this.#source, this.#at, 'Missing end of raw directive');
    this.#cutsNext = found[1] === '-';
    this.#literal(begin.lastIndex, end.index, end[0][2] === '-');
    this.#cutsNext = end[0].endsWith('-%}');
    this.#at = end.index + end[0].length;
    return true;
  }

  #tag(kind: 'print' | 'block', delimiter: number): void {
    const start = this.#at;
    this.#push(`${kind}-begin`, '', start);
    this.#at += delimiter;
    if (this.#text[this.#at] === '-' || (this.#text[this.#at] === '+' && kind === 'block')) this.#at++;
    const close = kind === 'print' ? '}}' : '%}';
    const open: string[] = [];
    while (!this.#closes(kind, close, open)) {
      if (this.#at >= this.#text.length) {
        throw syntaxError(
          this.#source,
          start,
          `unexpected end of template, expected '${close}' for the tag that begins here`,
        );
      }
      this.#token(open);
    }
  }

  #closes(kind: 'print' | 'block', close: string, open: readonly string[]): boolean {
    this.#skipSpace();
    const sign = this.#text[this.#at];
    if (open.length > 0 && sign !== '-' && sign !== '+') return false;
    const signed = (sign === '-' || (sign === '+' && kind === 'block')) && this.#text.startsWith(close, this.#at + 1);
    if (!signed && (open.length > 0 || !this.#text.startsWith(close, this.#at))) return false;
    this.#push(`${kind}-end`, '', this.#at);
    this.#at += close.length + (signed ? 1 : 0);
    this.#cutsNext = signed && sign === '-';
    return true;
  }

  #skipSpace(): void {
    let code = this.#text.charCodeAt(this.#at);
    while (code === 0x20) code = this.#text.charCodeAt(++this.#at);
    if (code > 0x20 && code < 0x80) return;
    SPACE.lastIndex = this.#at;
    if (SPACE.test(this.#text)) this.#at = SPACE.lastIndex;
  }

  #token(open: string[]): void {
    const offset = this.#at;
    const character = this.#text[offset];
    if (character === '"' || character === "'") {
      const string = readString(this.#text, offset);
      if (string === null) throw syntaxError(this.#source, offset, 'this string is not closed');
      if (string.brokenEscape !== null) {
        throw syntaxError(this.#source, offset, `the escape ${string.brokenEscape} in this string cannot be read`);
      }
      this.#at = string.end;
      this.#push('string', string.value, offset);
      return;
    }
    const number = readNumber(this.#text, offset);
    if (number !== null) {
      this.#at = number.end;
      this.#push(number.isFloat ? 'float' : 'integer', this.#text.slice(offset, number.end), offset, number.value);
      return;
    }
    const end = endOfName(this.#text, offset);
    if (end > offset) {
      this.#at = end;
      this.#push('name', this.#text.slice(offset, end), offset);
    } else this.#operator(open);
  }

  #operator(open: string[]): void {
    OPERATOR.lastIndex = this.#at;
    const found = OPERATOR.exec(this.#text);
    if (found === null)
      throw syntaxError(this.#source, this.#at, `unexpected char ${JSON.stringify(this.#text[this.#at])}`);
    const operator = found[0];
    if (operator in closers) open.push(closers[operator]);
    else if (operator === ')' || operator === ']' || operator === '}') {
      const expected = open.pop();
      if (expected !== operator) {
        const hint = expected === undefined ? '' : `, expected '${expected}'`;
        throw syntaxError(this.#source, this.#at, `unexpected '${operator}'${hint}`);
      }
    }
    this.#push('operator', operator, this.#at);
    this.#at = OPERATOR.lastIndex;
  }
}

/** Where the next tag or comment begins; -1 when none does. */
function openerFrom(text: string, from: number): number {
  for (let at = text.indexOf('{', from); at !== -1; at = text.indexOf('{', at + 1)) {
    const next = text[at + 1];
    if (next === '{' || next === '%' || next === '#') return at;
  }
  return -1;
}

/** Jinja drops one line break at the end of a template. */
function withoutLastBreak(text: string): string {
  if (!text.endsWith('\n')) return text;
  return text.slice(0, text.endsWith('\r\n') ? -2 : -1);
}

/** Where the name that begins at an offset ends: at the offset itself when there is none. Most are plain ASCII. */
function endOfName(text: string, offset: number): number {
  let end = offset;
  while (isPlainNamePart(text.charCodeAt(end), end === offset)) end++;
  const next = text.charCodeAt(end);
  if (Number.isNaN(next) || next < 0x80) return end;
  NAME.lastIndex = offset;
  return NAME.test(text) ? NAME.lastIndex : offset;
}

function isPlainNamePart(code: number, isFirst: boolean): boolean {
  const isLetter = (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
  return isLetter || (!isFirst && code >= 0x30 && code <= 0x39);
}

function tooMany(source: TemplateSource, offset: number): TsdbtError {
  const message = `the template has more than ${MOST_TOKENS} words in its tags`;
  const location = locationAt(source, offset);
  return new TsdbtError([{ code: 'TSDBT_TEMPLATE_LIMIT', severity: 'error', message, location }]);
}
