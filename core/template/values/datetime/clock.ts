/** Times of day and counts of microseconds. */
import { valueError } from '../python-error.js';
import { type CalendarDay, dayOfOrdinal, ordinalOf } from './calendar.js';

export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
}

export const MIDNIGHT: ClockTime = { hour: 0, minute: 0, second: 0, microsecond: 0 };
export const MICROS_PER_DAY = 86_400_000_000n;
/** Day number of 1970-01-01. */
const EPOCH_ORDINAL = 719_163n;

/** Throws Python's ValueError when a part is out of range. */
export function checkClock({ hour, minute, second, microsecond }: ClockTime): void {
  if (hour < 0 || hour > 23) throw valueError('hour must be in 0..23');
  if (minute < 0 || minute > 59) throw valueError('minute must be in 0..59');
  if (second < 0 || second > 59) throw valueError('second must be in 0..59');
  if (microsecond < 0 || microsecond > 999_999) throw valueError('microsecond must be in 0..999999');
}

/** Microseconds since 1970 of a wall time read as if it were UTC. */
export function microsOf(day: CalendarDay, { hour, minute, second, microsecond }: ClockTime): bigint {
  const ofDay = ((hour * 60 + minute) * 60 + second) * 1_000_000 + microsecond;
  return (BigInt(ordinalOf(day)) - EPOCH_ORDINAL) * MICROS_PER_DAY + BigInt(ofDay);
}

/** The wall time of such a count. */
export function wallOf(micros: bigint): { day: CalendarDay; clock: ClockTime } {
  const [days, rest] = floorDivide(micros, MICROS_PER_DAY);
  return { day: dayOfOrdinal(Number(days + EPOCH_ORDINAL)), clock: clockOf(Number(rest)) };
}

/** The time of day after so many microseconds. */
function clockOf(micros: number): ClockTime {
  const seconds = Math.floor(micros / 1_000_000);
  return {
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    microsecond: micros % 1_000_000,
  };
}

/** Quotient rounded down and a remainder with the divisor's sign. */
export function floorDivide(dividend: bigint, divisor: bigint): readonly [bigint, bigint] {
  const remainder = ((dividend % divisor) + divisor) % divisor;
  return [(dividend - remainder) / divisor, remainder];
}
