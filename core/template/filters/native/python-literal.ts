/** Reads a value from text that is one Python literal: numbers, strings, None, True, False, lists, tuples, dicts, sets. */
import { Dict } from '../../values/dict.js';
import { negate } from '../../values/operators/arithmetic.js';
import { PythonError } from '../../values/python-error.js';
import { parseFloatText, parseIntText } from '../../values/types/number-text.js';
import { makeFloat, makeInt } from '../../values/types/numbers.js';
import { SetValue } from '../../values/types/set.js';
import { Tuple, type Value } from '../../values/value.js';

/** The literal's value, or undefined (JavaScript's) when the text is none. */
export function readPythonLiteral(text: string): Value | undefined {
  try {
    const reader = new LiteralReader(text.trimStart());
    return reader.readAll();
  } catch (error) {
    if (error instanceof PythonError || error instanceof NoLiteral) return undefined;
    throw error;
  }
}

class NoLiteral extends Error {}

const TOKEN =
  /\s*(?:(0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+)|((?:\d[\d_]*)?\.\d[\d_]*(?:[eE][+-]?\d+)?|\d[\d_]*\.?(?:[eE][+-]?\d+)|\d[\d_]*\.)|(\d[\d_]*)|('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|(None|True|False)\b|([[\](){},:+-]))/suy;
const MAX_DEPTH = 100;

interface Token {
  readonly kind: 'radix' | 'float' | 'int' | 'text' | 'name' | 'mark' | 'end';
  readonly text: string;
}

const KINDS = ['radix', 'float', 'int', 'text', 'name', 'mark'] as const;
const NAMES: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['None', null],
  ['True', true],
  ['False', false],
]);

class LiteralReader {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  readAll(): Value {
    const value = this.#items('end');
    const isTuple = value.hasComma || value.items.length !== 1;
    if (value.items.length === 0) throw new NoLiteral();
    return isTuple ? new Tuple(value.items) : value.items[0];
  }

  #take(): Token {
    return this.#tokens[this.#next++] ?? { kind: 'end', text: '' };
  }

  #isNext(text: string): boolean {
    const token = this.#tokens[this.#next];
    return text === 'end' ? token === undefined : token?.kind === 'mark' && token.text === text;
  }

  /** Items up to a closing mark, which is taken too. */
  #items(close: string): { items: Value[]; hasComma: boolean } {
    const items: Value[] = [];
    let hasComma = false;
    while (!this.#isNext(close)) {
      if (items.length > 0 && !hasComma) throw new NoLiteral();
      items.push(this.#value());
      hasComma = this.#isNext(',');
      if (hasComma) this.#take();
      else if (!this.#isNext(close)) throw new NoLiteral();
    }
    this.#take();
    return { items, hasComma: hasComma || items.length > 1 };
  }

  #value(): Value {
    if (++this.#depth > MAX_DEPTH) throw new NoLiteral();
    const value = this.#primary(this.#take());
    this.#depth--;
    return value;
  }

  #primary({ kind, text }: Token): Value {
    switch (kind) {
      case 'radix':
        return makeInt(parseIntText(text, 0));
      case 'int':
        return makeInt(parseIntText(text, 0));
      case 'float':
        return makeFloat(parseFloatText(text));
      case 'name':
        return NAMES.get(text) as Value;
      case 'text':
        return this.#texts(unquote(text));
      case 'mark':
        return this.#marked(text);
      default:
        throw new NoLiteral();
    }
  }

  /** Strings side by side are one. */
  #texts(first: string): string {
    let whole = first;
    while (this.#tokens[this.#next]?.kind === 'text') whole += unquote(this.#take().text);
    return whole;
  }

  #marked(mark: string): Value {
    if (mark === '-' || mark === '+') {
      const operand = this.#value();
      return mark === '-' ? negate(operand) : operand;
    }
    if (mark === '[') return this.#items(']').items;
    if (mark === '(') {
      const { items, hasComma } = this.#items(')');
      return items.length === 1 && !hasComma ? items[0] : new Tuple(items);
    }
    if (mark === '{') return this.#braces();
    throw new NoLiteral();
  }

  #braces(): Value {
    if (this.#isNext('}')) {
      this.#take();
      return new Dict();
    }
    const first = this.#value();
    if (!this.#isNext(':')) return this.#setFrom(first);
    const dict = new Dict();
    for (let key = first; ; key = this.#value()) {
      if (!this.#isNext(':')) throw new NoLiteral();
      this.#take();
      dict.set(key, this.#value());
      const isMore = this.#isNext(',');
      if (isMore) this.#take();
      if (this.#isNext('}')) break;
      if (!isMore) throw new NoLiteral();
    }
    this.#take();
    return dict;
  }

  #setFrom(first: Value): SetValue {
    if (this.#isNext(',')) this.#take();
    else if (!this.#isNext('}')) throw new NoLiteral();
    return new SetValue([first, ...this.#items('}').items]);
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const source = text.trimEnd();
  while (pattern.lastIndex < source.length) {
    const match = pattern.exec(source);
    if (match === null) throw new NoLiteral();
    const index = KINDS.findIndex((_kind, place) => match[place + 1] !== undefined);
    tokens.push({ kind: KINDS[index] as Token['kind'], text: match[index + 1] as string });
  }
  return tokens;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ['\n', ''],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
]);

function unquote(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|(.))/gs, (...match) => {
      const [whole, byte, short, long, octal, letter] = match as (string | undefined)[];
      if (letter !== undefined) return ESCAPES.get(letter) ?? (whole as string);
      const code =
        octal === undefined ? Number.parseInt((byte ?? short ?? long) as string, 16) : Number.parseInt(octal, 8);
      if (code > 0x10ffff) throw new NoLiteral();
      return String.fromCodePoint(code);
    });
}
