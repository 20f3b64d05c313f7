/** The tokens of a template as the parsers walk them: one token ahead, expectations with messages, a bound on nesting. */
import type { TsdbtError } from '../../diagnostics/error.js';
import type { TemplateSource } from '../template.js';
import { type Token, type TokenKind, tokenize } from './lexer.js';
import type { NodeOf, SyntaxNode } from './nodes.js';
import { syntaxError } from './syntax-error.js';

/** Deeper nesting is a mistake or an attack, and would exhaust the stack. */
const MAX_NESTING = 150;

/** The two parsers that the others call back into; handed along with the stream so that the files form no cycle. */
export interface Grammar {
  readonly expression: (stream: TokenStream) => SyntaxNode;
  /** The statement whose tag name is next. */
  readonly statement: (stream: TokenStream, endTags: readonly string[]) => readonly SyntaxNode[];
}

export class TokenStream {
  readonly grammar: Grammar;
  readonly source: TemplateSource;
  /** Every call that has been parsed, as they end in the text. */
  readonly calls: NodeOf<'Call'>[] = [];
  /** The token at hand; only the stream itself goes on. */
  current: Token;
  readonly #tokens: readonly Token[];
  #position = 0;
  #depth = 0;
  #loops = 0;

  constructor(source: TemplateSource, grammar: Grammar) {
    this.grammar = grammar;
    this.source = source;
    this.#tokens = tokenize(source);
    this.current = this.#tokens[0];
  }

  get ahead(): Token {
    return this.#tokens[Math.min(this.#position + 1, this.#tokens.length - 1)];
  }

  next(): Token {
    const token = this.current;
    if (token.kind !== 'end') this.current = this.#tokens[++this.#position];
    return token;
  }

  is(kind: TokenKind, text?: string): boolean {
    const { current } = this;
    return current.kind === kind && (text === undefined || current.text === text);
  }

  /** Takes the token when it is the operator, and says whether. */
  takes(operator: string): boolean {
    if (!this.is('operator', operator)) return false;
    this.next();
    return true;
  }

  /** Takes the token when it is the word, and says whether. */
  takesWord(word: string): boolean {
    if (!this.is('name', word)) return false;
    this.next();
    return true;
  }

  expect(kind: TokenKind, text?: string): Token {
    if (!this.is(kind, text)) throw this.unexpected(`expected ${text === undefined ? kindNames[kind] : `'${text}'`}`);
    return this.next();
  }

  unexpected(expectation: string): TsdbtError {
    const { kind, text } = this.current;
    const found = kind === 'end' || kind.endsWith('-end') || kind === 'text' ? kindNames[kind] : `'${text}'`;
    return this.fail(`unexpected ${found}, ${expectation}`);
  }

  fail(message: string, offset = this.current.offset): TsdbtError {
    return syntaxError(this.source, offset, message);
  }

  /** Whether the tag at hand stands in the body of a loop, which `break` ends and whose `loop` nobody may assign to. */
  get isInLoop(): boolean {
    return this.#loops > 0;
  }

  /** Runs a parser inside one loop more. */
  inLoop<T>(parse: () => T): T {
    this.#loops++;
    const value = parse();
    this.#loops--;
    return value;
  }

  /** Runs a parser of a body that is called, so that loops around it are not its own. */
  outOfLoops<T>(parse: () => T): T {
    const before = this.#loops;
    this.#loops = 0;
    const value = parse();
    this.#loops = before;
    return value;
  }

  /** Runs a parser one level deeper. */
  nested<T>(parse: (stream: TokenStream) => T): T {
    if (++this.#depth > MAX_NESTING) throw this.fail(`this is nested more than ${MAX_NESTING} levels deep`);
    const value = parse(this);
    this.#depth--;
    return value;
  }
}

const kindNames: Readonly<Record<TokenKind, string>> = {
  text: 'text',
  'print-begin': "'{{'",
  'print-end': "'}}'",
  'block-begin': "'{%'",
  'block-end': "end of statement block '%}'",
  name: 'a name',
  string: 'a string',
  integer: 'an integer',
  float: 'a number',
  operator: 'an operator',
  end: 'end of template',
};
