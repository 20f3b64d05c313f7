/** The words of a template, and the parts of it that are code. Pure. What is not sure counts as code. */

/** Every word of the code once, of texts in it too. */
export function wordsOf(code: string): ReadonlySet<string> {
  return new Set(code.match(/[A-Za-z_]\w*/gu) ?? []);
}

/** What stands between `{{ }}` and `{% %}`; a text inside that holds such marks ends nothing. Comments are left out. */
export function codeOf(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const start = nextTag(text, at);
    if (start === -1) return parts.join(' ');
    const kind = text[start + 1];
    const end = kind === '#' ? text.indexOf('#}', start + 2) : endOfTag(text, start + 2, kind === '{' ? '}}' : '%}');
    if (kind !== '#') parts.push(text.slice(start + 2, end === -1 ? text.length : end));
    if (end === -1) return parts.join(' ');
    at = end + 2;
  }
}

function nextTag(text: string, from: number): number {
  for (let at = text.indexOf('{', from); at !== -1; at = text.indexOf('{', at + 1)) {
    if ('{%#'.includes(text[at + 1] ?? ' ')) return at;
  }
  return -1;
}

function endOfTag(text: string, from: number, end: string): number {
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '"' || char === "'") {
      at = endOfText(text, at);
    } else if (text.startsWith(end, at)) return at;
  }
  return -1;
}

function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === text[start]) return at;
  }
  return text.length;
}
