/** The proleptic Gregorian calendar by day numbers: day 1 is 0001-01-01, as in Python's `toordinal`. */
import { overflowError, valueError } from '../python-error.js';

export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export const MAX_ORDINAL = 3_652_059;

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Throws Python's ValueError when there is no such day. */
export function checkDay({ year, month, day }: CalendarDay): void {
  if (year < 1 || year > 9999) throw valueError(`year ${year} is out of range`);
  if (month < 1 || month > 12) throw valueError('month must be in 1..12');
  if (day < 1 || day > daysInMonth(year, month)) throw valueError('day is out of range for month');
}

/** Number of a day. */
export function ordinalOf({ year, month, day }: CalendarDay): number {
  const before = year - 1;
  const years = before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  return years + dayOfYear({ year, month, day });
}

/** 1 for the first of January. */
export function dayOfYear({ year, month, day }: CalendarDay): number {
  let days = day;
  for (let earlier = 1; earlier < month; earlier++) days += daysInMonth(year, earlier);
  return days;
}

/** The day of a number; throws when it lies outside the years 1 to 9999. */
export function dayOfOrdinal(ordinal: number): CalendarDay {
  if (ordinal < 1 || ordinal > MAX_ORDINAL) throw overflowError('date value out of range');
  const date = new Date(0);
  date.setUTCFullYear(1, 0, ordinal);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** 0 for Monday. */
export function weekdayOf(day: CalendarDay): number {
  return (ordinalOf(day) + 6) % 7;
}

/** Year, week and weekday (Monday 1) of the ISO calendar. */
export function isoCalendarOf(day: CalendarDay): readonly [year: number, week: number, weekday: number] {
  const weekday = weekdayOf(day) + 1;
  const week = Math.floor((dayOfYear(day) - weekday + 10) / 7);
  if (week < 1) return [day.year - 1, isoWeeksIn(day.year - 1), weekday];
  if (week > isoWeeksIn(day.year)) return [day.year + 1, 1, weekday];
  return [day.year, week, weekday];
}

function isoWeeksIn(year: number): number {
  const first = weekdayOf({ year, month: 1, day: 1 });
  return first === 3 || (first === 2 && isLeapYear(year)) ? 53 : 52;
}

/** The day of an ISO year, week and weekday. */
export function dayOfIsoCalendar(year: number, week: number, weekday: number): CalendarDay {
  if (year < 1 || year > 9999) throw valueError(`Year is out of range: ${year}`);
  if (week < 1 || week > isoWeeksIn(year)) throw valueError(`Invalid week: ${week}`);
  if (weekday < 1 || weekday > 7) throw valueError(`Invalid weekday: ${weekday} (range is [1, 7])`);
  const fourth = { year, month: 1, day: 4 };
  return dayOfOrdinal(ordinalOf(fourth) - weekdayOf(fourth) + (week - 1) * 7 + weekday - 1);
}
