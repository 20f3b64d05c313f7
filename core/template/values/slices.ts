/** `value[start:stop:step]` of strings, lists, tuples and ranges. */

import { Dict } from './dict.js';
import { type PythonError, typeError, undefinedError, valueError } from './python-error.js';
import { codePointsOf } from './types/code-points.js';
import { isInt, smallIntOf } from './types/numbers.js';
import { RangeValue } from './types/range.js';
import { typeName } from './types/type-name.js';
import { Tuple, UndefinedValue, type Value } from './value.js';

export interface Slice {
  readonly start: Value;
  readonly stop: Value;
  readonly step: Value;
}

/** The items that a slice takes, None standing for a part left out. */
export function getSlice(value: Value, slice: Slice, isLenient = false): Value {
  if (value instanceof UndefinedValue) {
    if (isLenient) return value;
    throw undefinedError(value);
  }
  if (typeof value === 'string') {
    const characters = codePointsOf(value);
    return typeof characters === 'string' ? sliceText(characters, slice) : take(Array.from(characters), slice).join('');
  }
  if (Array.isArray(value)) return take(value, slice);
  if (value instanceof Tuple) return new Tuple(take(value.items, slice));
  if (value instanceof RangeValue) return sliceRange(value, slice);
  throw value instanceof Dict ? typeError("unhashable type: 'slice'") : notSubscriptable(value);
}

function notSubscriptable(value: Value): PythonError {
  return typeError(`'${typeName(value)}' object is not subscriptable`);
}

function sliceText(text: string, slice: Slice): string {
  const { start, stop, step } = sliceBounds(slice, text.length);
  if (step === 1) return text.slice(start, Math.max(start, stop));
  return take(Array.from(text), slice).join('');
}

function take<Item>(items: readonly Item[], slice: Slice): Item[] {
  const { start, stop, step } = sliceBounds(slice, items.length);
  if (step === 1) return items.slice(start, Math.max(start, stop));
  const taken: Item[] = [];
  for (let index = start; step > 0 ? index < stop : index > stop; index += step) taken.push(items[index]);
  return taken;
}

function sliceRange(range: RangeValue, slice: Slice): RangeValue {
  const { start, stop, step } = sliceBounds(slice, range.size());
  const at = (index: number) => range.start + index * range.step;
  return new RangeValue(at(start), at(stop), range.step * step);
}

/** Start, stop and step within a sequence of this length. */
function sliceBounds(slice: Slice, length: number): { start: number; stop: number; step: number } {
  const step = indexOf(slice.step) ?? 1;
  if (step === 0) throw valueError('slice step cannot be zero');
  const [lowest, highest] = step > 0 ? [0, length] : [-1, length - 1];
  const place = (index: number | null, otherwise: number) => {
    if (index === null) return otherwise;
    return Math.min(Math.max(index < 0 ? index + length : index, lowest), highest);
  };
  const first = step > 0 ? lowest : highest;
  const last = step > 0 ? highest : lowest;
  return { start: place(indexOf(slice.start), first), stop: place(indexOf(slice.stop), last), step };
}

function indexOf(value: Value): number | null {
  if (value === null) return null;
  if (value instanceof UndefinedValue) throw undefinedError(value);
  if (!isInt(value)) throw typeError('slice indices must be integers or None or have an __index__ method');
  return smallIntOf(value);
}
