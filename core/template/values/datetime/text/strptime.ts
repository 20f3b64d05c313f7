/** `strptime`: a moment read from text by a format of `%` directives. */
import { valueError } from '../../python-error.js';
import { quote } from '../../text.js';
import { type CalendarDay, checkDay, dayOfIsoCalendar, dayOfOrdinal, ordinalOf, weekdayOf } from '../calendar.js';
import type { ClockTime } from '../clock.js';
import { DAY_NAMES, MONTH_NAMES } from './strftime.js';

/** What the directives of a format found, by their letter. */
type Found = Map<string, string>;

const names = (all: readonly string[], length?: number) => all.map((name) => name.slice(0, length)).join('|');

const PATTERNS: Readonly<Record<string, string>> = {
  a: names(DAY_NAMES, 3),
  A: names(DAY_NAMES),
  b: names(MONTH_NAMES, 3),
  B: names(MONTH_NAMES),
  d: '3[01]|[12]\\d|0[1-9]|[1-9]| [1-9]',
  f: '\\d{1,6}',
  G: '\\d{4}',
  H: '2[0-3]|[01]\\d|\\d',
  I: '1[0-2]|0[1-9]|[1-9]',
  j: '36[0-6]|3[0-5]\\d|[12]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]',
  m: '1[0-2]|0[1-9]|[1-9]',
  M: '[0-5]\\d|\\d',
  p: 'am|pm',
  S: '6[01]|[0-5]\\d|\\d',
  u: '[1-7]',
  U: '5[0-3]|[0-4]\\d|\\d',
  V: '5[0-3]|0[1-9]|[1-4]\\d|\\d',
  w: '[0-6]',
  W: '5[0-3]|[0-4]\\d|\\d',
  y: '\\d\\d',
  Y: '\\d{4}',
  z: '[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|[zZ]',
  Z: 'utc|gmt',
};

const COMPOUNDS: Readonly<Record<string, string>> = {
  c: '%a %b %d %H:%M:%S %Y',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
  D: '%m/%d/%y',
  T: '%H:%M:%S',
  R: '%H:%M',
  F: '%Y-%m-%d',
};

export interface ReadMoment {
  readonly day: CalendarDay;
  readonly clock: ClockTime;
  readonly offset: bigint | null;
}

/** Reads a text, or raises Python's ValueError. */
export function strptime(text: string, format: string): ReadMoment {
  const letters: string[] = [];
  const match = new RegExp(`^${patternOf(format, letters)}`, 'i').exec(text);
  if (match === null) throw valueError(`time data ${quote(text)} does not match format ${quote(format)}`);
  if (match[0].length < text.length) throw valueError(`unconverted data remains: ${text.slice(match[0].length)}`);
  const found: Found = new Map(letters.map((letter, index) => [letter, match[index + 1]]));
  return { day: dayFrom(found), clock: clockFrom(found), offset: offsetFrom(found) };
}

function patternOf(format: string, letters: string[]): string {
  return format.replace(/%(.?)|\s+|[^%\s]/gs, (part, letter: string | undefined) => {
    if (letter === undefined) return /^\s/.test(part) ? '\\s+' : part.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
    if (letter === '%') return '%';
    if (letter === '') throw valueError(`stray % in format ${quote(format)}`);
    if (Object.hasOwn(COMPOUNDS, letter)) return patternOf(COMPOUNDS[letter], letters);
    if (!Object.hasOwn(PATTERNS, letter)) {
      throw valueError(`${quote(letter)} is a bad directive in format ${quote(format)}`);
    }
    if (letters.includes(letter)) throw valueError(`redefinition of group name ${quote(letter)}`);
    letters.push(letter);
    return `(${PATTERNS[letter]})`;
  });
}

function numberFrom(found: Found, letter: string): number | null {
  const text = found.get(letter);
  return text === undefined ? null : Number(text);
}

function nameIndex(found: Found, letter: string, all: readonly string[], length?: number): number | null {
  const text = found.get(letter)?.toLowerCase();
  return text === undefined ? null : all.findIndex((name) => name.slice(0, length).toLowerCase() === text);
}

function yearFrom(found: Found): number | null {
  const short = numberFrom(found, 'y');
  if (short !== null) return short + (short <= 68 ? 2000 : 1900);
  return numberFrom(found, 'Y');
}

function dayFrom(found: Found): CalendarDay {
  const isoYear = numberFrom(found, 'G');
  const isoWeek = numberFrom(found, 'V');
  const weekday = weekdayFrom(found);
  if (isoYear !== null || isoWeek !== null) {
    if (isoYear === null || isoWeek === null || weekday === null) {
      throw valueError(
        "ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive ('%A', '%a', '%w', or '%u').",
      );
    }
    return dayOfIsoCalendar(isoYear, isoWeek, weekday + 1);
  }
  const givenYear = yearFrom(found);
  const named = nameIndex(found, 'B', MONTH_NAMES) ?? nameIndex(found, 'b', MONTH_NAMES, 3);
  const month = named === null ? (numberFrom(found, 'm') ?? 1) : named + 1;
  const dayNumber = numberFrom(found, 'd') ?? 1;
  // Without a year a leap day must still be a day.
  const isLeapDay = givenYear === null && month === 2 && dayNumber === 29;
  const year = givenYear ?? (isLeapDay ? 1904 : 1900);
  const inYear = numberFrom(found, 'j') ?? dayOfWeekNumber(found, year, weekday);
  if (inYear !== null) return dayOfOrdinal(ordinalOf({ year, month: 1, day: 1 }) + inYear - 1);
  const day = { year, month, day: dayNumber };
  checkDay(day);
  return isLeapDay ? { ...day, year: 1900 } : day;
}

/** 0 for Monday. */
function weekdayFrom(found: Found): number | null {
  const named = nameIndex(found, 'A', DAY_NAMES) ?? nameIndex(found, 'a', DAY_NAMES, 3);
  if (named !== null) return named;
  const fromSunday = numberFrom(found, 'w');
  if (fromSunday !== null) return (fromSunday + 6) % 7;
  const fromMonday = numberFrom(found, 'u');
  return fromMonday === null ? null : fromMonday - 1;
}

/** The day of the year that a week number and a weekday name. */
function dayOfWeekNumber(found: Found, year: number, weekday: number | null): number | null {
  const startsMonday = found.has('W');
  const week = numberFrom(found, startsMonday ? 'W' : 'U');
  if (week === null || weekday === null) return null;
  const shift = startsMonday ? 0 : 1;
  const first = (weekdayOf({ year, month: 1, day: 1 }) + shift) % 7;
  const place = (weekday + shift) % 7;
  return week === 0 ? 1 + place - first : 1 + ((7 - first) % 7) + 7 * (week - 1) + place;
}

function clockFrom(found: Found): ClockTime {
  const half = found.get('p')?.toLowerCase();
  const twelve = numberFrom(found, 'I');
  const hour = twelve === null ? (numberFrom(found, 'H') ?? 0) : (twelve % 12) + (half === 'pm' ? 12 : 0);
  return {
    hour,
    minute: numberFrom(found, 'M') ?? 0,
    second: numberFrom(found, 'S') ?? 0,
    microsecond: Number((found.get('f') ?? '').padEnd(6, '0')),
  };
}

function offsetFrom(found: Found): bigint | null {
  const text = found.get('z');
  if (text === undefined) return null;
  if (text.toLowerCase() === 'z') return 0n;
  const digits = text.slice(1).replaceAll(':', '');
  const [whole, fraction = ''] = digits.split('.');
  const seconds = Number(whole.slice(0, 2)) * 3600 + Number(whole.slice(2, 4)) * 60 + Number(whole.slice(4, 6) || 0);
  const size = BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
  return text.startsWith('-') ? -size : size;
}
