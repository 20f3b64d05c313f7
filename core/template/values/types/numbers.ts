/**
 * Python's int, bool and float over JavaScript's numbers: what is which, and results brought back to the one
 * representation of each number (value.ts).
 */
import { checkIntegerBits } from '../limits.js';
import { overflowError } from '../python-error.js';
import { FloatValue, type Value } from '../value.js';

export type IntLike = boolean | number | bigint;
export type Numeric = IntLike | FloatValue;

/** Whether the value is an int (bools are ints in Python). */
export function isInt(value: Value): value is IntLike {
  switch (typeof value) {
    case 'boolean':
    case 'bigint':
      return true;
    case 'number':
      return Number.isInteger(value);
    default:
      return false;
  }
}

/** Whether the value is a float. */
export function isFloat(value: Value): value is number | FloatValue {
  return typeof value === 'number' ? !Number.isInteger(value) : value instanceof FloatValue;
}

/** Whether the value is an int, bool or float. */
export function isNumeric(value: Value): value is Numeric {
  const type = typeof value;
  return type === 'number' || type === 'boolean' || type === 'bigint' || value instanceof FloatValue;
}

/** A float in its one representation. */
export function makeFloat(number: number): number | FloatValue {
  return Number.isInteger(number) ? new FloatValue(number) : number;
}

/** An int in its one representation; also bounds its size. */
export function makeInt(integer: bigint | number): number | bigint {
  if (typeof integer === 'number') return Number.isSafeInteger(integer) ? integer + 0 : BigInt(integer);
  if (integer >= -9007199254740991n && integer <= 9007199254740991n) return Number(integer);
  return integer;
}

export function bigintOf(value: IntLike): bigint {
  return typeof value === 'bigint' ? value : BigInt(value);
}

/** Bits of an integer's magnitude, to the next multiple of four. */
export function bitLength(integer: bigint): number {
  return (integer < 0n ? -integer : integer).toString(16).length * 4;
}

/** An int result that may be too large to go on with. */
export function makeBoundedInt(integer: bigint): number | bigint {
  const result = makeInt(integer);
  if (typeof result === 'bigint') checkIntegerBits(bitLength(result));
  return result;
}

/** `float(value)` of a number. */
export function floatOf(value: Numeric): number {
  if (typeof value === 'number') return value;
  if (value instanceof FloatValue) return value.number;
  const number = Number(value);
  if (!Number.isFinite(number)) throw overflowError('int too large to convert to float');
  return number;
}

/** An int as a JavaScript number for indexes and counts; beyond 2^53 the nearest one, which no index reaches. */
export function smallIntOf(value: IntLike): number {
  return Number(value);
}
