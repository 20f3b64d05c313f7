/** String methods that look for parts and replace them. */
import { Dict } from '../../dict.js';
import { checkTextLength } from '../../limits.js';
import { codePointCount } from '../../operators/truth.js';
import { PythonError, typeError, valueError } from '../../python-error.js';
import { hasSurrogates, sliceCodePoints, toCodePointOffset } from '../../types/code-points.js';
import { isInt } from '../../types/numbers.js';
import { typeName } from '../../types/type-name.js';
import { TemplateObject, Tuple, type Value } from '../../value.js';
import { integerArgument, searchBounds, textArgument } from '../arguments.js';
import { type MethodTable, methodTable } from '../method.js';

const RANGE = 'sub, start=None, end=None, /';

export const textSearchMethods: MethodTable<string> = methodTable<string>({
  find: [RANGE, (self, args) => find(self, args, 'first')],
  rfind: [RANGE, (self, args) => find(self, args, 'last')],
  index: [RANGE, (self, args) => found(find(self, args, 'first'))],
  rindex: [RANGE, (self, args) => found(find(self, args, 'last'))],
  count: [RANGE, (self, args) => count(self, args)],
  startswith: [RANGE, (self, args) => hasAffix(self, args, 'startswith')],
  endswith: [RANGE, (self, args) => hasAffix(self, args, 'endswith')],
  replace: [
    'old, new, count=-1, /',
    (self, [old, replacement, limit]) =>
      replace(self, textOf(old, 'replace() argument 1'), {
        replacement: textOf(replacement, 'replace() argument 2'),
        limit: integerArgument(limit),
      }),
  ],
  translate: ['table, /', (self, [table]) => translate(self, table)],
  maketrans: ['x, y=None, z=None, /', (_self, [from, to, removed]) => makeTable(from, to, removed)],
});

function textOf(value: Value, name: string): string {
  return textArgument(value, `${name} must be str`);
}

/** The part of a text that a search looks at, and where it begins. */
function searched(text: string, args: readonly Value[]): { part: string; offset: number } | null {
  if (args[1] === null && args[2] === null) return { part: text, offset: 0 };
  const [start, end] = searchBounds(args[1], args[2], codePointCount(text));
  return start > end ? null : { part: sliceCodePoints(text, start, end), offset: start };
}

function find(text: string, args: readonly Value[], which: 'first' | 'last'): number {
  const sought = textArgument(args[0]);
  const window = searched(text, args);
  if (window === null) return -1;
  const index = which === 'first' ? window.part.indexOf(sought) : window.part.lastIndexOf(sought);
  return index === -1 ? -1 : toCodePointOffset(window.part, index) + window.offset;
}

function found(index: number): number {
  if (index === -1) throw valueError('substring not found');
  return index;
}

function count(text: string, args: readonly Value[]): number {
  const sought = textArgument(args[0]);
  const window = searched(text, args);
  if (window === null) return 0;
  return sought === '' ? codePointCount(window.part) + 1 : window.part.split(sought).length - 1;
}

function hasAffix(text: string, args: readonly Value[], name: 'startswith' | 'endswith'): boolean {
  const affix = args[0];
  const window = searched(text, args);
  return (affix instanceof Tuple ? affix.items : [affix]).some((sought) => {
    if (typeof sought !== 'string') {
      throw typeError(`${name} first arg must be str or a tuple of str, not ${typeName(sought)}`);
    }
    if (window === null) return false;
    return name === 'startswith' ? window.part.startsWith(sought) : window.part.endsWith(sought);
  });
}

/** `text.replace(old, new, count)`; a negative limit is none. */
export function replace(
  text: string,
  old: string,
  { replacement, limit }: { replacement: string; limit: number },
): string {
  const parts = old === '' && hasSurrogates(text) ? Array.from(text) : text.split(old);
  const pieces = old === '' ? ['', ...(text === '' ? [] : parts), ''] : parts;
  const times = limit < 0 ? pieces.length - 1 : Math.min(limit, pieces.length - 1);
  checkTextLength(text.length + times * (replacement.length - old.length));
  return pieces.slice(0, times + 1).join(replacement) + (times < pieces.length - 1 ? rest(pieces, times, old) : '');
}

function rest(pieces: readonly string[], times: number, old: string): string {
  return old + pieces.slice(times + 1).join(old);
}

function translate(text: string, table: Value): string {
  if (!(table instanceof TemplateObject)) throw typeError(`'${typeName(table)}' object is not subscriptable`);
  let length = 0;
  return Array.from(text, (character) => {
    const mapped = table.item(character.codePointAt(0) as number);
    const shown = mapped === undefined ? character : mapped === null ? '' : mappedText(mapped);
    length += shown.length;
    checkTextLength(length);
    return shown;
  }).join('');
}

function mappedText(mapped: Value): string {
  if (typeof mapped === 'string') return mapped;
  if (!isInt(mapped)) throw typeError('character mapping must return integer, None or str');
  return characterAt(Number(mapped));
}

function characterAt(code: number): string {
  if (code < 0 || code > 0x10ffff) throw new PythonError('ValueError', 'character mapping must be in range(0x110000)');
  return String.fromCodePoint(code);
}

function makeTable(from: Value, to: Value, removed: Value): Dict {
  if (from instanceof Dict && to === null) {
    return new Dict(Array.from(from.entries(), ([key, value]) => [typeof key === 'string' ? codeOf(key) : key, value]));
  }
  const sources = Array.from(textArgument(from));
  const targets = Array.from(textArgument(to));
  if (sources.length !== targets.length) {
    throw valueError('the first two maketrans arguments must have equal length');
  }
  const table = new Dict(sources.map((source, index) => [codeOf(source), codeOf(targets[index])]));
  if (typeof removed === 'string') for (const character of removed) table.set(codeOf(character), null);
  return table;
}

function codeOf(character: string): number {
  if (Array.from(character).length !== 1) throw valueError('string keys in translate table must be of length 1');
  return character.codePointAt(0) as number;
}
