/**
 * Cuts SQL text into words, quoted names, strings, comments and punctuation, as far as drivers need it: to find where
 * statements end and where a name stands. In: text and the database's quoting rules. Out: tokens with UTF-16 offsets.
 */

/** Lexical rules in which databases differ. */
export interface LexicalRules {
  /** `$tag$ ... $tag$` strings and `E'...'` with backslashes; block comments nest. */
  readonly postgres: boolean;
}

export interface SqlToken {
  readonly kind: 'word' | 'quotedName' | 'string' | 'comment' | 'semicolon' | 'other';
  readonly start: number;
  readonly end: number;
}

const wordPattern = /[\p{L}\p{N}_$]+/uy;
const dollarPattern = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
const numberPattern = /\d[\w.]*/y;

/** All tokens of a text, blanks left out. An unclosed string or comment reaches to the end. */
export function sqlTokens(text: string, rules: LexicalRules): readonly SqlToken[] {
  return [...tokensOf(text, rules)];
}

/** The first tokens that are no comments. */
export function firstTokens(text: string, rules: LexicalRules, count: number): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const token of tokensOf(text, rules)) {
    if (token.kind !== 'comment') tokens.push(token);
    if (tokens.length === count) break;
  }
  return tokens;
}

function* tokensOf(text: string, rules: LexicalRules): Generator<SqlToken, void> {
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at]!)) {
      at++;
      continue;
    }
    const token = tokenAt(text, at, rules);
    yield token;
    at = token.end;
  }
}

function tokenAt(text: string, at: number, rules: LexicalRules): SqlToken {
  const make = (kind: SqlToken['kind'], end: number): SqlToken => ({ kind, start: at, end });
  const two = text.slice(at, at + 2);
  if (two === '--') return make('comment', lineEnd(text, at));
  if (two === '/*') return make('comment', blockEnd(text, at, rules.postgres));
  const char = text[at]!;
  if (rules.postgres && /^e'$/i.test(two)) return make('string', quotedEnd(text, at + 1, "'", true));
  if (char === "'") return make('string', quotedEnd(text, at, "'", false));
  if (char === '"') return make('quotedName', quotedEnd(text, at, '"', false));
  if (!rules.postgres && char === '`') return make('quotedName', quotedEnd(text, at, '`', false));
  if (!rules.postgres && char === '[') return make('quotedName', indexAfter(text, ']', at + 1));
  if (char === ';') return make('semicolon', at + 1);
  const tag = rules.postgres ? matchAt(dollarPattern, text, at) : null;
  if (tag !== null) return make('string', indexAfter(text, tag, at + tag.length));
  const number = matchAt(numberPattern, text, at);
  if (number !== null) return make('other', at + number.length);
  const word = matchAt(wordPattern, text, at);
  return word === null ? make('other', at + 1) : make('word', at + word.length);
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function indexAfter(text: string, part: string, from: number): number {
  const found = text.indexOf(part, from);
  return found === -1 ? text.length : found + part.length;
}

function blockEnd(text: string, at: number, nests: boolean): number {
  let depth = 1;
  for (let index = at + 2; ; ) {
    const closed = text.indexOf('*/', index);
    if (closed === -1) return text.length;
    const opened = nests ? text.indexOf('/*', index) : -1;
    if (opened !== -1 && opened < closed) {
      depth++;
      index = opened + 2;
    } else {
      depth--;
      index = closed + 2;
      if (depth === 0) return index;
    }
  }
}

function quotedEnd(text: string, quoteAt: number, quote: string, hasBackslashes: boolean): number {
  for (let index = quoteAt + 1; index < text.length; index++) {
    if (hasBackslashes && text[index] === '\\') index++;
    else if (text[index] === quote) {
      if (text[index + 1] !== quote) return index + 1;
      index++;
    }
  }
  return text.length;
}

/** A statement of a text: where it starts and ends, its semicolon left out. */
export interface StatementSpan {
  readonly start: number;
  readonly end: number;
}

/** Spans between semicolons that hold more than blanks and comments. */
export function statementSpans(text: string, rules: LexicalRules): readonly StatementSpan[] {
  // Most texts are one statement, of which the first word says enough.
  if (!text.includes(';')) return firstTokens(text, rules, 1).length === 0 ? [] : [{ start: 0, end: text.length }];
  const spans: StatementSpan[] = [];
  let start = 0;
  let hasCode = false;
  for (const token of sqlTokens(text, rules)) {
    if (token.kind === 'semicolon') {
      if (hasCode) spans.push({ start, end: token.start });
      start = token.end;
      hasCode = false;
    } else if (token.kind !== 'comment') hasCode = true;
  }
  if (hasCode) spans.push({ start, end: text.length });
  return spans;
}
