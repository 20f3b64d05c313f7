/** Shell patterns as dbt's selectors use them: `*`, `?`, `[abc]`, `[!abc]`; in paths also `**`. Case matters. */

/** Whether a value holds a wildcard, so that it cannot be compared as it stands. */
export function hasWildcard(value: string): boolean {
  return /[*?[\]]/.test(value);
}

/** Matches a whole text; `*` reaches across dots and slashes. */
export function matchesPattern(pattern: string): (text: string) => boolean {
  if (!hasWildcard(pattern)) return (text) => text === pattern;
  return matcher(translate(pattern, '[^]'), pattern);
}

/** Matches a path below the project folder; `*` stays inside one segment, `**` spans any number of folders. */
export function matchesPath(pattern: string): (path: string) => boolean {
  const segments = pattern.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.length === 0) return () => true;
  return matcher(segments.map(pathPart).join(''), pattern);
}

/** A pattern that makes no expression (`[z-a]`) matches only itself. */
function matcher(expression: string, pattern: string): (text: string) => boolean {
  try {
    const compiled = new RegExp(`^(?:${expression})$`, 'u');
    return (text) => compiled.test(text);
  } catch {
    return (text) => text === pattern;
  }
}

/** One segment with the slash before it, which a leading `**` has swallowed already. */
function pathPart(segment: string, index: number, all: readonly string[]): string {
  const slash = index === 0 || all[index - 1] === '**' ? '' : '/';
  if (segment !== '**') return slash + translate(segment, '[^/]');
  if (index < all.length - 1) return `${slash}(?:[^/]+/)*`;
  return slash === '' ? '(?:[^/]+(?:/[^/]+)*)?' : '(?:/[^/]+)*';
}

function translate(pattern: string, any: string): string {
  let out = '';
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '*') out += `${any}*`;
    else if (character === '?') out += any;
    else if (character === '[') {
      const end = pattern.indexOf(']', at + (pattern[at + 1] === '!' ? 3 : 2));
      if (end < 0) out += '\\[';
      else {
        out += characterClass(pattern.slice(at + 1, end));
        at = end;
      }
    } else out += escapeCharacter(character);
  }
  return out;
}

function characterClass(body: string): string {
  const isNegated = body.startsWith('!');
  const members = (isNegated ? body.slice(1) : body).replaceAll(/[\\\]^[]/g, '\\$&');
  return `[${isNegated ? '^' : ''}${members}]`;
}

function escapeCharacter(character: string): string {
  return character.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
