/** Strings by code point, as Python indexes them, while JavaScript counts UTF-16 units. */

const SURROGATE = /[\ud800-\udfff]/;

/** The characters of a text; the text itself when its units are its characters. */
export function codePointsOf(text: string): ArrayLike<string> {
  return SURROGATE.test(text) ? Array.from(text) : text;
}

/** Whether UTF-16 units and code points differ in a text. */
export function hasSurrogates(text: string): boolean {
  return SURROGATE.test(text);
}

/** The code point offset of a UTF-16 offset. */
export function toCodePointOffset(text: string, offset: number): number {
  return offset < 0 || !SURROGATE.test(text) ? offset : Array.from(text.slice(0, offset)).length;
}

/** The part of a text between two code point offsets, both within it. */
export function sliceCodePoints(text: string, start: number, end: number): string {
  return SURROGATE.test(text) ? Array.from(text).slice(start, end).join('') : text.slice(start, end);
}
