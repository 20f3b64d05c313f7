/** String methods that take strings apart and put them together. */
import { checkTextLength } from '../../limits.js';
import { tryIterate } from '../../operators/truth.js';
import { typeError, valueError } from '../../python-error.js';
import { typeName } from '../../types/type-name.js';
import { Tuple, type Value } from '../../value.js';
import { integerArgument, textArgument } from '../arguments.js';
import { type MethodTable, methodTable } from '../method.js';
import { strip, WHITE_SPACE } from './padding.js';

export const textSplitMethods: MethodTable<string> = methodTable<string>({
  split: ['sep=None, maxsplit=-1', (self, [separator, limit]) => split(self, separator, integerArgument(limit))],
  rsplit: ['sep=None, maxsplit=-1', (self, [separator, limit]) => splitRight(self, separator, integerArgument(limit))],
  splitlines: ['keepends=False', (self, [keepEnds]) => splitLines(self, keepEnds === true || keepEnds === 1)],
  partition: ['sep, /', (self, [separator]) => partition(self, separatorOf(separator), 'first')],
  rpartition: ['sep, /', (self, [separator]) => partition(self, separatorOf(separator), 'last')],
  join: ['iterable, /', (self, [items]) => joinTexts(self, items)],
});

function separatorOf(value: Value): string {
  const separator = textArgument(value);
  if (separator === '') throw valueError('empty separator');
  return separator;
}

function split(text: string, separator: Value, limit: number): string[] {
  if (separator === null) return splitWords(text, limit);
  const parts = text.split(separatorOf(textOrNone(separator)));
  if (limit < 0 || parts.length <= limit + 1) return parts;
  return [...parts.slice(0, limit), parts.slice(limit).join(separator as string)];
}

function splitRight(text: string, separator: Value, limit: number): string[] {
  if (separator === null) return splitWordsRight(text, limit);
  const parts = text.split(separatorOf(textOrNone(separator)));
  if (limit < 0 || parts.length <= limit + 1) return parts;
  const kept = parts.length - limit;
  return [parts.slice(0, kept).join(separator as string), ...parts.slice(kept)];
}

function textOrNone(value: Value): string {
  return textArgument(value, 'must be str or None');
}

const GAP = new RegExp(`[${WHITE_SPACE}]+`, 'g');

function splitWords(text: string, limit: number): string[] {
  const words: string[] = [];
  let rest = strip(text, null, 'left');
  while (rest !== '' && (limit < 0 || words.length < limit)) {
    const gap = new RegExp(GAP.source).exec(rest);
    if (gap === null) break;
    words.push(rest.slice(0, gap.index));
    rest = rest.slice(gap.index + gap[0].length);
  }
  return rest === '' ? words : [...words, rest];
}

function splitWordsRight(text: string, limit: number): string[] {
  const gaps = [...strip(text, null, 'right').matchAll(GAP)].filter((gap) => gap.index > 0);
  const kept = limit < 0 ? gaps : gaps.slice(gaps.length - Math.min(limit, gaps.length));
  const trimmed = strip(text, null, 'right');
  const words: string[] = [];
  let start = 0;
  for (const gap of kept) {
    words.push(trimmed.slice(start, gap.index));
    start = gap.index + gap[0].length;
  }
  const all = [...words, trimmed.slice(start)];
  // What is left when the limit is reached keeps its beginning.
  if (limit < 0 || gaps.length < limit) all[0] = strip(all[0], null, 'left');
  return all.length === 1 && all[0] === '' ? [] : all;
}

// Vertical tab, form feed, the separators of ASCII, next line, and Unicode's own two.
const LINE_BREAKS = '\\n\\r\\v\\f\\x1c-\\x1e\\x85\\u2028\\u2029';
const LINE_BREAK = new RegExp(`\\r\\n|[${LINE_BREAKS}]`, 'g');

/** `text.splitlines()`. */
export function splitLines(text: string, keepsEnds: boolean): string[] {
  const lines: string[] = [];
  let start = 0;
  for (const match of text.matchAll(LINE_BREAK)) {
    const end = match.index + match[0].length;
    lines.push(text.slice(start, keepsEnds ? end : match.index));
    start = end;
  }
  return start < text.length ? [...lines, text.slice(start)] : lines;
}

function partition(text: string, separator: string, which: 'first' | 'last'): Tuple {
  const index = which === 'first' ? text.indexOf(separator) : text.lastIndexOf(separator);
  if (index === -1) return new Tuple(which === 'first' ? [text, '', ''] : ['', '', text]);
  return new Tuple([text.slice(0, index), separator, text.slice(index + separator.length)]);
}

function joinTexts(separator: string, items: Value): string {
  const source = tryIterate(items);
  if (source === null) throw typeError('can only join an iterable');
  const texts: string[] = [];
  let length = 0;
  for (const item of source) {
    if (typeof item !== 'string') {
      throw typeError(`sequence item ${texts.length}: expected str instance, ${typeName(item)} found`);
    }
    length += item.length + separator.length;
    checkTextLength(length);
    texts.push(item);
  }
  return texts.join(separator);
}
