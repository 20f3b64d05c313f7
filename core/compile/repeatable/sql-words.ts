/**
 * Cuts compiled SQL into what tells whether it can be repeated: words, quoted names, texts and marks; comments are left
 * out. Pure. Forms that databases read differently are read so that less counts as text, and more as code.
 */
import type { QueryForms } from '../../adapter/dialect.js';

export interface SqlWord {
  /** `name` is a quoted name, `mark` a single character of any other kind. */
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'mark';
  /** Words in lower case; names and texts without their quotes. */
  readonly text: string;
}

const BLANK = /\s+/uy;
const LINE_COMMENT = /--[^\n]*/uy;
const WORD = /[\p{L}_][\p{L}\p{N}_$]*/uy;
const NUMBER = /\d[\w.]*/uy;
const DOLLAR = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
const TEXT = /'(?:[^']|'')*(?:'|$)/uy;
const ESCAPED_TEXT = /[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/uy;
const NAME = /"(?:[^"]|"")*(?:"|$)/uy;
const OTHER_NAME = /`(?:[^`]|``)*(?:`|$)|\[[^\]]*(?:\]|$)/uy;

/** The parts of a text of SQL in order. */
export function sqlWords(sql: string, { hasDollarTexts }: Pick<QueryForms, 'hasDollarTexts'>): readonly SqlWord[] {
  const words: SqlWord[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(sql)?.[0];
    if (found === undefined || found === '') return null;
    at += found.length;
    return found;
  };
  const add = (kind: SqlWord['kind'], text: string) => void words.push({ kind, text });
  while (at < sql.length) {
    if (take(BLANK) !== null || take(LINE_COMMENT) !== null) continue;
    if (sql.startsWith('/*', at)) {
      at = blockEnd(sql, at, hasDollarTexts);
      continue;
    }
    const escaped = hasDollarTexts ? take(ESCAPED_TEXT) : null;
    if (escaped !== null) {
      add('text', escaped.slice(2, -1));
      continue;
    }
    const text = take(TEXT);
    if (text !== null) {
      add('text', text.slice(1, -1).replaceAll("''", "'"));
      continue;
    }
    const name = take(NAME) ?? (hasDollarTexts ? null : take(OTHER_NAME));
    if (name !== null) {
      const quote = name[0];
      add('name', quote === '[' ? name.slice(1, -1) : name.slice(1, -1).replaceAll(quote + quote, quote));
      continue;
    }
    const tag = hasDollarTexts ? take(DOLLAR) : null;
    if (tag !== null) {
      const end = sql.indexOf(tag, at);
      add('text', sql.slice(at, end === -1 ? sql.length : end));
      at = end === -1 ? sql.length : end + tag.length;
      continue;
    }
    const number = take(NUMBER);
    const word = number === null ? take(WORD) : null;
    if (number !== null) add('number', number);
    else if (word !== null) add('word', word.toLowerCase());
    else add('mark', sql[at++]);
  }
  return words;
}

function blockEnd(sql: string, start: number, nests: boolean): number {
  let depth = 0;
  for (let at = start; at < sql.length - 1; at++) {
    if (sql.startsWith('/*', at) && (nests || depth === 0)) {
      depth++;
      at++;
    } else if (sql.startsWith('*/', at)) {
      at++;
      if (--depth === 0) return at + 1;
    }
  }
  return sql.length;
}
