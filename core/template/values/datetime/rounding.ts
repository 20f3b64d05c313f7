/** Counts of microseconds from numbers that are no integers, rounded half to even. */
import { overflowError, valueError } from '../python-error.js';
import { digitsOfDouble } from '../types/decimal-digits.js';

/** The nearest integer. */
export function lossyRound(number: number): bigint {
  checkFinite(number);
  const floor = Math.floor(number);
  const fraction = number - floor;
  const isUp = fraction > 0.5 || (fraction === 0.5 && floor % 2 !== 0);
  return BigInt(isUp ? floor + 1 : floor);
}

function checkFinite(number: number): void {
  if (Number.isNaN(number)) throw valueError('cannot convert float NaN to integer');
  if (!Number.isFinite(number)) throw overflowError('cannot convert float infinity to integer');
}

/** A quotient of integers, rounded. */
export function divideNearest(dividend: bigint, divisor: bigint): bigint {
  const [top, bottom] = divisor < 0n ? [-dividend, -divisor] : [dividend, divisor];
  const remainder = ((top % bottom) + bottom) % bottom;
  const floor = (top - remainder) / bottom;
  const isUp = remainder * 2n > bottom || (remainder * 2n === bottom && floor % 2n !== 0n);
  return isUp ? floor + 1n : floor;
}

/** A double as an exact fraction. */
export function ratioOf(number: number): readonly [numerator: bigint, denominator: bigint] {
  checkFinite(number);
  const { isNegative, coefficient, exponent } = digitsOfDouble(number);
  return [isNegative ? -coefficient : coefficient, 10n ** BigInt(-exponent)];
}

/** So many units of a size: the whole microseconds, and the fraction of one that is left over. */
export function wholeAndFraction(count: number, size: number): readonly [whole: bigint, fraction: number] {
  checkFinite(count);
  const units = Math.trunc(count);
  const part = (count - units) * size;
  const whole = Math.trunc(part);
  return [BigInt(units) * BigInt(size) + BigInt(whole), part - whole];
}

/** Adds what was left over; a half goes to the even sum. */
export function addLeftOver(whole: bigint, fraction: number): bigint {
  const floor = Math.floor(fraction);
  const rest = fraction - floor;
  const below = whole + BigInt(floor);
  const isUp = rest > 0.5 || (rest === 0.5 && below % 2n !== 0n);
  return isUp ? below + 1n : below;
}
