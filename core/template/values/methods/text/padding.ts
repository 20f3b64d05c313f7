/** String methods that take away from or add to the ends. */
import { checkTextLength } from '../../limits.js';
import { codePointCount } from '../../operators/truth.js';
import { typeError } from '../../python-error.js';
import { codePointsOf, sliceCodePoints } from '../../types/code-points.js';
import type { Value } from '../../value.js';
import { integerArgument, textArgument } from '../arguments.js';
import { type MethodTable, methodTable } from '../method.js';

/** What Python calls white space, as the inside of a character class. */
export const WHITE_SPACE = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

export const textPaddingMethods: MethodTable<string> = methodTable<string>({
  strip: ['chars=None, /', (self, [chars]) => strip(self, chars)],
  lstrip: ['chars=None, /', (self, [chars]) => strip(self, chars, 'left')],
  rstrip: ['chars=None, /', (self, [chars]) => strip(self, chars, 'right')],
  removeprefix: [
    'prefix, /',
    (self, [prefix]) => (self.startsWith(textArgument(prefix)) ? self.slice((prefix as string).length) : self),
  ],
  removesuffix: ['suffix, /', (self, [suffix]) => removeSuffix(self, textArgument(suffix))],
  center: ['width, fillchar=" ", /', (self, [width, fill]) => center(self, integerArgument(width), fillOf(fill))],
  ljust: [
    'width, fillchar=" ", /',
    (self, [width, fill]) => self + fillOf(fill).repeat(missing(self, integerArgument(width))),
  ],
  rjust: [
    'width, fillchar=" ", /',
    (self, [width, fill]) => fillOf(fill).repeat(missing(self, integerArgument(width))) + self,
  ],
  zfill: ['width, /', (self, [width]) => zeroFill(self, integerArgument(width))],
  expandtabs: ['tabsize=8', (self, [size]) => expandTabs(self, integerArgument(size))],
});

/** `text.strip(chars)`, or of one side. None strips white space. */
export function strip(text: string, chars: Value, side: 'both' | 'left' | 'right' = 'both'): string {
  if (chars !== null && typeof chars !== 'string') {
    const name = { both: 'strip', left: 'lstrip', right: 'rstrip' }[side];
    throw typeError(`${name} arg must be None or str`);
  }
  const isStripped = chars === null ? isWhiteSpace : (character: string) => chars.includes(character);
  const characters = codePointsOf(text);
  let start = 0;
  let end = characters.length;
  if (side !== 'right') while (start < end && isStripped(characters[start])) start++;
  if (side !== 'left') while (end > start && isStripped(characters[end - 1])) end--;
  return sliceCodePoints(text, start, end);
}

const WHITE_SPACE_CHARACTER = new RegExp(`^[${WHITE_SPACE}]$`);

function isWhiteSpace(character: string): boolean {
  return WHITE_SPACE_CHARACTER.test(character);
}

function removeSuffix(text: string, suffix: string): string {
  return suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
}

function fillOf(fill: Value): string {
  if (typeof fill === 'string' && Array.from(fill).length === 1) return fill;
  throw typeError('The fill character must be exactly one character long');
}

/** How many characters a text lacks to a width. */
function missing(text: string, width: number): number {
  checkTextLength(width);
  return Math.max(width - codePointCount(text), 0);
}

/** `text.center(width, fill)`; Python puts the odd character left when the width is odd. */
export function center(text: string, width: number, fill = ' '): string {
  const count = missing(text, width);
  const left = Math.floor(count / 2) + (count & width & 1);
  return fill.repeat(left) + text + fill.repeat(count - left);
}

function zeroFill(text: string, width: number): string {
  const sign = /^[+-]/.test(text) ? text.charAt(0) : '';
  return sign + '0'.repeat(missing(text, width)) + text.slice(sign.length);
}

function expandTabs(text: string, size: number): string {
  checkTextLength(text.length + (text.split('\t').length - 1) * Math.max(size, 0));
  let column = 0;
  return Array.from(text, (character) => {
    if (character === '\n' || character === '\r') column = 0;
    else if (character !== '\t') column++;
    else {
      const spaces = size > 0 ? size - (column % size) : 0;
      column += spaces;
      return ' '.repeat(spaces);
    }
    return character;
  }).join('');
}
