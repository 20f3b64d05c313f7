/** How Python sees white space and digits, which decides what a seed's cell is. */

const space = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const ends = new RegExp(`^${space}+|${space}+$`, 'g');

/** `str.strip()`. A byte order mark is no white space to Python. */
export function strip(text: string): string {
  return text.replaceAll(ends, '');
}

/** `str.strip(characters)` for one character. */
export function stripCharacter(text: string, character: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === character) start++;
  while (end > start && text[end - 1] === character) end--;
  return text.slice(start, end);
}

/** Decimal digits of other scripts as those of ASCII. */
export function asciiDigits(text: string): string {
  return text.replaceAll(/[^\0-\x7f]/gu, (character) => {
    const code = character.codePointAt(0)!;
    let zero = code;
    while (code - zero < 9 && isDigit(zero - 1)) zero--;
    return isDigit(code) ? String(code - zero) : character;
  });
}

function isDigit(code: number): boolean {
  return /^\p{Nd}$/u.test(String.fromCodePoint(code));
}
