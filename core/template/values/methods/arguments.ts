/** Arguments of built-in methods brought to what JavaScript works with, or Python's TypeError. */
import { typeError } from '../python-error.js';
import { isInt, smallIntOf } from '../types/numbers.js';
import { typeName } from '../types/type-name.js';
import type { Value } from '../value.js';

/** An integer argument. */
export function integerArgument(value: Value): number {
  if (!isInt(value)) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  return smallIntOf(value);
}

/** A text argument; `complaint` replaces the beginning of the message. */
export function textArgument(value: Value, complaint = 'must be str'): string {
  if (typeof value !== 'string') throw typeError(`${complaint}, not ${typeName(value)}`);
  return value;
}

/** The bounds of a search: Python's start and end brought into a sequence of this length. */
export function searchBounds(start: Value, end: Value, length: number): readonly [number, number] {
  const place = (value: Value, otherwise: number) => {
    if (value === null) return otherwise;
    const index = integerArgument(value);
    return index < 0 ? Math.max(index + length, 0) : index;
  };
  return [place(start, 0), Math.min(place(end, length), length)];
}
