/** The methods of each plain type. Only what stands in these tables is reachable from a template. */
import { Dict } from '../dict.js';
import { isFloat, isInt } from '../types/numbers.js';
import { SetValue } from '../types/set.js';
import { type HostFunction, Tuple, type Value } from '../value.js';
import { dictMethods } from './dict-methods.js';
import { listMethods, tupleMethods } from './list-methods.js';
import type { Lookup } from './method.js';
import { floatMethods, integerMethods } from './number-methods.js';
import { setMethods } from './set-methods.js';
import { textMethods } from './text-methods.js';

/** The bound method of a plain value, or undefined (JavaScript's). */
export function methodOf(value: Value, name: string, lookup: Lookup): HostFunction | undefined {
  if (typeof value === 'string') return textMethods.get(name)?.bind(value, lookup);
  if (Array.isArray(value)) return listMethods.get(name)?.bind(value, lookup);
  if (value instanceof Dict) return dictMethods.get(name)?.bind(value, lookup);
  if (value instanceof Tuple) return tupleMethods.get(name)?.bind(value, lookup);
  if (value instanceof SetValue) return setMethods.get(name)?.bind(value, lookup);
  if (isInt(value)) return integerMethods.get(name)?.bind(value, lookup);
  return isFloat(value) ? floatMethods.get(name)?.bind(value, lookup) : undefined;
}
