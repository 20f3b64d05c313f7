/**
 * The plain forms of cells, told from their bytes: the ones that need no conversion, as their text is that of the value. What
 * has another form is not wrong, it is for a reader who knows all forms.
 */

export type CellForm = 'text' | 'integer' | 'decimal' | 'date' | 'datetime' | 'iso' | 'boolean';

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const SPACE = 0x20;
const COLON = 0x3a;
const LETTER_T = 0x54;

/** So many digits every integer of 64 bits holds. */
const INTEGER_DIGITS = 18;
/** So many a double holds. */
const DECIMAL_DIGITS = 15;

/** Whole and decimal places of the number seen last, without zeros at its ends. */
export interface NumberPlaces {
  whole: number;
  decimal: number;
  hasPoint: boolean;
}

/** `-12` or `3.50`; fills the places when it is one. */
export function numberAt(bytes: Uint8Array, start: number, end: number, places: NumberPlaces): boolean {
  let at = bytes[start] === MINUS ? start + 1 : start;
  const first = at;
  let point = -1;
  let leading = -1;
  let last = -1;
  for (; at < end; at++) {
    const digit = bytes[at] - ZERO;
    if (digit >= 0 && digit <= 9) {
      if (digit !== 0) {
        last = at;
        if (leading === -1) leading = at;
      }
    } else if (bytes[at] === POINT && point === -1 && at > first) point = at;
    else return false;
  }
  // A zero below zero is written without its sign.
  if (leading === -1 && first > start) return false;
  if (point === -1) {
    if (end === first || end - first > INTEGER_DIGITS) return false;
    places.whole = leading === -1 ? 1 : end - leading;
    places.decimal = 0;
    places.hasPoint = false;
    return true;
  }
  if (point === end - 1 || end - first - 1 > DECIMAL_DIGITS) return false;
  places.whole = leading === -1 || leading > point ? 1 : point - leading;
  places.decimal = last > point ? last - point : 0;
  places.hasPoint = true;
  return true;
}

/** `2024-02-29`, as a real day. */
export function dateAt(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === 10 && isDate(bytes, start);
}

/** `2024-02-29 23:59:59`; with `iso` there is a `T` between. */
export function dateTimeAt(bytes: Uint8Array, start: number, end: number, form: 'datetime' | 'iso'): boolean {
  if (end - start !== 19 || bytes[start + 10] !== (form === 'iso' ? LETTER_T : SPACE)) return false;
  if (bytes[start + 13] !== COLON || bytes[start + 16] !== COLON) return false;
  return (
    isDate(bytes, start) &&
    twoDigits(bytes, start + 11) < 24 &&
    twoDigits(bytes, start + 14) < 60 &&
    twoDigits(bytes, start + 17) < 60
  );
}

/** `true` or `FALSE` in any case; null when it is neither. */
export function booleanAt(bytes: Uint8Array, start: number, end: number): boolean | null {
  if (end - start === 4 && isWord(bytes, start, 'true')) return true;
  return end - start === 5 && isWord(bytes, start, 'false') ? false : null;
}

function isWord(bytes: Uint8Array, start: number, word: string): boolean {
  for (let index = 0; index < word.length; index++) {
    if ((bytes[start + index] | 0x20) !== word.charCodeAt(index)) return false;
  }
  return true;
}

function isDate(bytes: Uint8Array, start: number): boolean {
  if (bytes[start + 4] !== MINUS || bytes[start + 7] !== MINUS) return false;
  const year = 100 * twoDigits(bytes, start) + twoDigits(bytes, start + 2);
  const month = twoDigits(bytes, start + 5);
  const day = twoDigits(bytes, start + 8);
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** A number beyond all limits when they are no digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at] - ZERO;
  const ones = bytes[at + 1] - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : 1e6;
}
