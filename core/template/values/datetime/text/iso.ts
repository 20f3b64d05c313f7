/** ISO 8601 text of times and dates, in and out, as Python's `isoformat` and `fromisoformat`. */
import { valueError } from '../../python-error.js';
import { quote } from '../../text.js';
import { type CalendarDay, checkDay, dayOfIsoCalendar } from '../calendar.js';
import { type ClockTime, checkClock } from '../clock.js';

export function dayText({ year, month, day }: CalendarDay): string {
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** `HH:MM:SS[.ffffff]`, or as far as the timespec says. */
export function clockText({ hour, minute, second, microsecond }: ClockTime, timespec = 'auto'): string {
  const micros = String(microsecond).padStart(6, '0');
  const seconds = `${two(hour)}:${two(minute)}:${two(second)}`;
  switch (timespec) {
    case 'auto':
      return microsecond === 0 ? seconds : `${seconds}.${micros}`;
    case 'hours':
      return two(hour);
    case 'minutes':
      return `${two(hour)}:${two(minute)}`;
    case 'seconds':
      return seconds;
    case 'milliseconds':
      return `${seconds}.${micros.slice(0, 3)}`;
    case 'microseconds':
      return `${seconds}.${micros}`;
    default:
      throw valueError('Unknown timespec value');
  }
}

const DAY = /^(\d{4})(?:(-?)(\d{2})\2(\d{2})|(-?)W(\d{2})(?:\5(\d))?)$/;

/** A day as `YYYY-MM-DD`, `YYYYMMDD` or an ISO week; null when the text is none. */
export function parseDay(text: string): CalendarDay | null {
  const match = DAY.exec(text);
  if (match === null) return null;
  const [, year, , month, dayNumber, , week, weekday = '1'] = match;
  if (week !== undefined) return dayOfIsoCalendar(Number(year), Number(week), Number(weekday));
  const day = { year: Number(year), month: Number(month), day: Number(dayNumber) };
  checkDay(day);
  return day;
}

const CLOCK = /^(\d{2})(?:(:?)(\d{2})(?:\2(\d{2})(?:[.,](\d+))?)?)?$/;
const ZONE = /(Z|[+-]\d{2}(?::?\d{2}(?::?\d{2}(?:\.\d+)?)?)?)$/;

export interface ParsedTime {
  readonly clock: ClockTime;
  /** Microseconds to UTC; null when the text has none. */
  readonly offset: bigint | null;
}

/** A time of day with or without an offset; null when the text is none. */
export function parseTime(text: string): ParsedTime | null {
  const zone = ZONE.exec(text)?.[1] ?? '';
  const clock = parseClock(text.slice(0, text.length - zone.length));
  if (clock === null) return null;
  if (zone === '' || zone === 'Z') return { clock, offset: zone === '' ? null : 0n };
  const distance = parseClock(zone.slice(1));
  if (distance === null) return null;
  const { hour, minute, second, microsecond } = distance;
  const size = BigInt(((hour * 60 + minute) * 60 + second) * 1_000_000 + microsecond);
  return { clock, offset: zone.startsWith('-') ? -size : size };
}

function parseClock(text: string): ClockTime | null {
  const match = CLOCK.exec(text);
  if (match === null) return null;
  const [, hour, , minute = '0', second = '0', fraction = ''] = match;
  const microsecond = Number(fraction.slice(0, 6).padEnd(6, '0'));
  const clock = { hour: Number(hour), minute: Number(minute), second: Number(second), microsecond };
  checkClock(clock);
  return clock;
}

/** A day, and behind one character a time; null when the text is none. */
export function parseMoment(text: string): { day: CalendarDay; time: ParsedTime | null } | null {
  for (const length of [10, 8, 7]) {
    const day = parseDay(text.slice(0, length));
    if (day === null) continue;
    if (text.length === length) return { day, time: null };
    const time = parseTime(text.slice(length + 1));
    if (time !== null) return { day, time };
  }
  return null;
}

export function invalidIsoText(text: string): Error {
  return valueError(`Invalid isoformat string: ${quote(text)}`);
}
