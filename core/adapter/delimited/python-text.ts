/** How Python sees white space and digits, which decides what a seed's cell is. */

/** Separators that JavaScript does not count as white space; the byte order mark is the other way round. */
const separators = '\x1c\x1d\x1e\x1f\x85';

function isSpace(character: string): boolean {
  return separators.includes(character) || (character !== '\ufeff' && /\s/.test(character));
}

/** `str.strip()`. A byte order mark is no white space to Python. */
export function strip(text: string): string {
  return stripWhile(text, isSpace);
}

/** Whether a cell holds nothing: empty, white space, or the word `null`. `stripped` has no white space at its ends. */
export function isNull(stripped: string): boolean {
  return stripped === '' || stripped.toLowerCase() === 'null';
}

/** `str.strip(characters)` for one character. */
export function stripCharacter(text: string, character: string): string {
  return stripWhile(text, (each) => each === character);
}

/** From both ends, looking at each character once. */
function stripWhile(text: string, goes: (character: string) => boolean): string {
  let start = 0;
  let end = text.length;
  while (start < end && goes(text[start])) start++;
  while (end > start && goes(text[end - 1])) end--;
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
