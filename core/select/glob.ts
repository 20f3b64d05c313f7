/** Shell patterns as dbt's selectors use them: `*`, `?`, `[abc]`, `[!abc]`; in paths also `**`. Case matters. */
import {
  anyCharacter,
  characterClass,
  LONGEST_PATTERN,
  literal,
  many,
  matchesShape,
  maybe,
  noSlash,
  type Shape,
  sequence,
} from '../project/wildcards.js';

/** Whether a value holds a wildcard, so that it cannot be compared as it stands. */
export function hasWildcard(value: string): boolean {
  return /[*?[\]]/.test(value);
}

/** Matches a whole text; `*` reaches across dots and slashes. */
export function matchesPattern(pattern: string): (text: string) => boolean {
  // What is selected when nothing is asked for.
  if (pattern === '*') return () => true;
  if (!hasWildcard(pattern) || pattern.length > LONGEST_PATTERN) return (text) => text === pattern;
  return matcher(translate(pattern, anyCharacter), pattern);
}

/** Matches a path below the project folder; `*` stays inside one segment, `**` spans any number of folders. */
export function matchesPath(pattern: string): (path: string) => boolean {
  const segments = pattern.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.length === 0) return () => true;
  if (pattern.length > LONGEST_PATTERN) return (path) => path === pattern;
  const parts = segments.map(pathPart);
  return matcher(parts.includes(null) ? null : sequence(...(parts as Shape[])), pattern);
}

/** A pattern that says nothing (`[z-a]`) matches only itself. */
function matcher(shape: Shape | null, pattern: string): (text: string) => boolean {
  return shape === null ? (text) => text === pattern : matchesShape(shape);
}

const SLASH = literal('/');
const NAME = sequence(noSlash, many(noSlash));

/** One segment with the slash before it, which a leading `**` has swallowed already. */
function pathPart(segment: string, index: number, all: readonly string[]): Shape | null {
  const slash = index === 0 || all[index - 1] === '**' ? [] : [SLASH];
  if (segment === '**') {
    if (index < all.length - 1) return sequence(...slash, many(sequence(NAME, SLASH)));
    const below = many(sequence(SLASH, NAME));
    return slash.length === 0 ? maybe(NAME, below) : below;
  }
  const name = translate(segment, noSlash);
  return name === null ? null : sequence(...slash, name);
}

function translate(pattern: string, any: Shape): Shape | null {
  const parts: Shape[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
    const end = character === '[' ? pattern.indexOf(']', at + (pattern[at + 1] === '!' ? 3 : 2)) : -1;
    if (end >= 0) {
      const members = characterClass(pattern.slice(at + 1, end));
      if (members === null) return null;
      parts.push(members);
      at = end;
    } else {
      parts.push(character === '*' ? many(any) : character === '?' ? any : literal(character));
      at += character.length - 1;
    }
  }
  return sequence(...parts);
}
