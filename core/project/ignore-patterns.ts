/**
 * `.dbtignore`, written like `.gitignore`: a line a pattern, `#` comments, `!` takes back, `/` at the end for folders only,
 * `*`, `?`, `[...]` and `**`. A pattern with a slash before its end starts at the package root; others match at any depth.
 */
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
} from './wildcards.js';

interface Rule {
  readonly matches: (path: string) => boolean;
  readonly isNegated: boolean;
}

const SLASH = literal('/');
const ANYTHING = many(anyCharacter);
const FOLDERS = maybe(ANYTHING, SLASH);

/** A test of paths relative to the package root, forward slashes. The last pattern that matches decides. */
export function createIgnore(text: string): (path: string) => boolean {
  const rules = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap(readRule);
  return (path) => rules.reduce((isIgnored, rule) => (rule.matches(path) ? !rule.isNegated : isIgnored), false);
}

function readRule(line: string): Rule[] {
  const trimmed = withoutEndBlanks(line);
  if (trimmed === '' || trimmed.startsWith('#') || trimmed.length > LONGEST_PATTERN) return [];
  const isNegated = trimmed.startsWith('!');
  const written = trimmed.replace(/^!/, '').replace(/^\\(?=[!#])/, '');
  let end = written.length;
  while (written[end - 1] === '/') end--;
  const body = written.slice(0, end);
  const below = end < written.length ? sequence(SLASH, ANYTHING) : maybe(SLASH, ANYTHING);
  const start = body.includes('/') ? [] : [FOLDERS];
  const matches = matchesShape(sequence(...start, ...toShapes(body.replace(/^\//, '')), below));
  return [{ matches, isNegated }];
}

/** A blank at the end counts only behind a backslash. */
function withoutEndBlanks(line: string): string {
  const trimmed = line.trimEnd();
  return trimmed.endsWith('\\') ? line.slice(0, trimmed.length + 1) : trimmed;
}

/** A pattern by its parts; what is no wildcard stands for itself. */
function toShapes(glob: string): Shape[] {
  const parts = glob.match(/\*\*\/|\/\*\*$|\*+|\?|\[!?[^\]]+(?:\]|$)|\\?[\s\S]/gu) ?? [];
  return parts.map((part): Shape => {
    if (part === '**/') return FOLDERS;
    if (part === '/**') return sequence(SLASH, ANYTHING);
    if (part.startsWith('*')) return many(noSlash);
    if (part === '?') return noSlash;
    const members = part.length > 2 && part.startsWith('[') && part.endsWith(']') ? part.slice(1, -1) : null;
    if (members !== null) return characterClass(members) ?? literal(part);
    return literal(part.startsWith('\\') && part.length > 1 ? part.slice(1) : part);
  });
}
