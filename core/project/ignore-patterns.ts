/**
 * `.dbtignore`, written like `.gitignore`: a line a pattern, `#` comments, `!` takes back, `/` at the end for folders only,
 * `*`, `?`, `[...]` and `**`. A pattern with a slash before its end starts at the package root; others match at any depth.
 */

interface Rule {
  readonly pattern: RegExp;
  readonly isNegated: boolean;
}

/** A test of paths relative to the package root, forward slashes. The last pattern that matches decides. */
export function createIgnore(text: string): (path: string) => boolean {
  const rules = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap(readRule);
  return (path) => rules.reduce((isIgnored, rule) => (rule.pattern.test(path) ? !rule.isNegated : isIgnored), false);
}

function readRule(line: string): Rule[] {
  const trimmed = line.replace(/(?<!\\)\s+$/, '');
  if (trimmed === '' || trimmed.startsWith('#')) return [];
  const isNegated = trimmed.startsWith('!');
  const written = trimmed.replace(/^!/, '').replace(/^\\(?=[!#])/, '');
  const isFolder = written.endsWith('/');
  const body = written.replace(/\/+$/, '');
  const start = body.includes('/') ? '^' : '^(?:.*/)?';
  const source = `${start}${toExpression(body.replace(/^\//, ''))}${isFolder ? '/' : '(?:/|$)'}`;
  return [{ pattern: new RegExp(source, 'u'), isNegated }];
}

/** A pattern as a regular expression; what is no wildcard stands for itself. */
function toExpression(glob: string): string {
  return glob.replaceAll(/\*\*\/|\/\*\*$|\*+|\?|\[!?[^\]]+\]|\\?[\s\S]/gu, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '/**') return '/.*';
    if (part.startsWith('*')) return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.length > 2 && part.startsWith('[')) return toClass(part);
    return literally(part.length > 1 ? part.slice(1) : part);
  });
}

function toClass(part: string): string {
  const isNegated = part.startsWith('[!');
  return `[${isNegated ? '^' : ''}${part.slice(isNegated ? 2 : 1, -1).replaceAll(/[\\[\]^]/g, '\\$&')}]`;
}

function literally(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}
