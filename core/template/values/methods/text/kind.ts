/** String methods that ask what a string consists of. */

import { type MethodTable, methodTable } from '../method.js';
import { WHITE_SPACE } from './padding.js';

const SPACES = new RegExp(`^[${WHITE_SPACE}]+$`);
// Digits of Unicode that are no decimals: superscripts, subscripts, circled and the like.
const DIGITS =
  /^[\p{Nd}\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792]+$/u;

export const textKindMethods: MethodTable<string> = methodTable<string>({
  isdigit: ['', (self) => DIGITS.test(self)],
  isdecimal: ['', (self) => /^\p{Nd}+$/u.test(self)],
  isnumeric: ['', (self) => /^\p{N}+$/u.test(self)],
  isalpha: ['', (self) => /^\p{L}+$/u.test(self)],
  isalnum: ['', (self) => /^[\p{L}\p{N}]+$/u.test(self)],
  isspace: ['', (self) => SPACES.test(self)],
  isascii: ['', (self) => /^\p{ASCII}*$/u.test(self)],
  isidentifier: ['', (self) => /^[\p{XID_Start}_][\p{XID_Continue}]*$/u.test(self)],
  isprintable: ['', (self) => !/[\p{C}\p{Z}]/u.test(self.replaceAll(' ', ''))],
  isupper: ['', (self) => isUpper(self)],
  islower: ['', (self) => isLower(self)],
  istitle: ['', (self) => isTitle(self)],
});

/** `text.isupper()`: some letter has a case, and none is lower. */
export function isUpper(text: string): boolean {
  return /[\p{Lu}\p{Lt}]/u.test(text) && !/[\p{Ll}\p{Lt}]/u.test(text);
}

/** `text.islower()`. */
export function isLower(text: string): boolean {
  return /\p{Lowercase}/u.test(text) && !/[\p{Lu}\p{Lt}]/u.test(text);
}

function isTitle(text: string): boolean {
  const words = text.match(/[\p{Lu}\p{Ll}\p{Lt}]+/gu) ?? [];
  return words.length > 0 && words.every((word) => /^[\p{Lu}\p{Lt}]\p{Ll}*$/u.test(word));
}
