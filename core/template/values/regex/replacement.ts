/** What `sub` puts in place of a match: a text with references to groups, or what a function answers. */
import { callNow } from '../call.js';
import { indexError, PythonError } from '../python-error.js';
import { str } from '../text.js';
import type { Value } from '../value.js';
import type { MatchValue, Regex } from './pattern-value.js';

const ESCAPE = /\\(?:g<([^>]*)>|([1-9]\d?)|(0[0-7]{0,2})|([a-zA-Z])|(.))/gs;
const LETTERS: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

/** The function from a match to its replacement. */
export function replacementOf(replacement: Value, regex: Regex): (match: MatchValue) => string {
  if (typeof replacement !== 'string') return (match) => str(callNow(replacement, match));
  if (!replacement.includes('\\')) return () => replacement;
  const parts = partsOf(replacement, regex);
  return (match) => parts.map((part) => (typeof part === 'string' ? part : (match.textOf(part) ?? ''))).join('');
}

/** Texts and numbers of groups. */
function partsOf(template: string, regex: Regex): (string | number)[] {
  const parts: (string | number)[] = [];
  let end = 0;
  for (const match of template.matchAll(ESCAPE)) {
    const [whole, name, number, octal, letter, other = ''] = match;
    parts.push(template.slice(end, match.index));
    end = match.index + whole.length;
    if (name !== undefined) parts.push(groupNumber(name, regex, match.index));
    else if (number !== undefined) parts.push(groupNumber(number, regex, match.index));
    else if (octal !== undefined) parts.push(String.fromCharCode(Number.parseInt(octal, 8)));
    else if (letter === undefined) parts.push(other === '\\' ? '\\' : whole);
    else parts.push(knownLetter(letter, match.index));
  }
  parts.push(template.slice(end));
  return parts;
}

function knownLetter(letter: string, index: number): string {
  const known = LETTERS.get(letter);
  if (known === undefined) throw new PythonError('re.error', `bad escape \\${letter} at position ${index}`);
  return known;
}

function groupNumber(name: string, regex: Regex, index: number): number {
  if (!/^\d+$/.test(name)) {
    const known = regex.groupNames.get(name);
    if (known === undefined) throw indexError(`unknown group name '${name}'`);
    return known;
  }
  if (Number(name) > regex.groupCount) {
    throw new PythonError('re.error', `invalid group reference ${name} at position ${index + 1}`);
  }
  return Number(name);
}
