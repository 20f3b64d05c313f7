/** Rounding of inexact counts of microseconds. */
import { overflowError } from '../python-error.js';

/** The nearest integer, half to even. */
export function lossyRound(number: number): bigint {
  if (!Number.isFinite(number)) throw overflowError('cannot convert float infinity to integer');
  const floor = Math.floor(number);
  const fraction = number - floor;
  const isUp = fraction > 0.5 || (fraction === 0.5 && floor % 2 !== 0);
  return BigInt(isUp ? floor + 1 : floor);
}
