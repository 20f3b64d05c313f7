/** How reports show a character that must not stand in them as it is. Pure. */

/** `\u` and four hexadecimal digits: the first UTF-16 unit of the character. */
export function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
