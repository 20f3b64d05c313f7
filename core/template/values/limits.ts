/** Bounds on what one operation of a template may build, so that a short expression cannot exhaust memory or time. */
import { PythonError } from './python-error.js';

/** Characters of one string. */
const MAX_TEXT_LENGTH = 10_000_000;
/** Items of one list, tuple, set or dict that one operation builds. */
const MAX_ITEMS = 10_000_000;
/** Bits of one integer. */
const MAX_INTEGER_BITS = 1_000_000;
/** Digits of an integer that is turned into text or read from it (Python's own limit). */
export const MAX_INTEGER_DIGITS = 4_300;
/** Width and precision of a format. */
export const MAX_FORMAT_WIDTH = 1_000_000;
/** Items of one `range` (Jinja's sandbox). */
export const MAX_RANGE = 100_000;
/** Characters of a regular expression. */
export const MAX_PATTERN_LENGTH = 10_000;
/** Steps of one search with a regular expression. */
export const MAX_REGEX_STEPS = 20_000_000;

/** Throws when a string would become longer than allowed. */
export function checkTextLength(length: number): void {
  if (length > MAX_TEXT_LENGTH) {
    throw new PythonError('MemoryError', `text of ${length} characters is longer than ${MAX_TEXT_LENGTH} allowed`);
  }
}

/** Throws when a container would hold more items than allowed. */
export function checkItemCount(count: number): void {
  if (count > MAX_ITEMS) {
    throw new PythonError('MemoryError', `${count} items are more than the ${MAX_ITEMS} allowed`);
  }
}

/** Throws when an integer would have more bits than allowed. */
export function checkIntegerBits(bits: number): void {
  if (bits > MAX_INTEGER_BITS) {
    throw new PythonError('OverflowError', `integer of more than ${MAX_INTEGER_BITS} bits`);
  }
}
