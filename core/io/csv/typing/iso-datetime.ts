/**
 * Dates and times in seeds. Two written forms are taken by their format; a third, with a `T`, is any form of ISO 8601
 * that dbt's reader knows. A time with an offset is turned into UTC, as the column holds none.
 */
import { Decimal } from 'decimal.js';

const monthDay = '(1[0-2]|0[1-9]|[1-9])-(3[01]|[12]\\d|0[1-9]|[1-9]| [1-9])';
const datePattern = new RegExp(`^(\\d{4})-${monthDay}$`);
const dateTimePattern = new RegExp(`^(\\d{4})-${monthDay}\\s+(2[0-3]|[01]\\d|\\d):([0-5]\\d|\\d):([0-5]\\d|\\d)$`);
const DAY_MS = 86_400_000;

/** `2020-1-31` as `2020-01-31`; null when it is no date. */
export function parseDate(text: string): string | null {
  const match = datePattern.exec(text);
  return match === null ? null : dateText(calendarDate(Number(match[1]), Number(match[2]), Number(match[3])));
}

/** `2020-01-31 9:05:00` as `2020-01-31 09:05:00`; null when it is no such date and time. */
export function parseDateTime(text: string): string | null {
  const match = dateTimePattern.exec(text);
  if (match === null) return null;
  const date = dateText(calendarDate(Number(match[1]), Number(match[2]), Number(match[3])));
  const time = match.slice(4, 7).map((part) => part.padStart(2, '0'));
  return date === null ? null : `${date} ${time.join(':')}`;
}

/** An ISO 8601 date, `T`, and time; null when it is none. */
export function parseIsoDateTime(text: string): string | null {
  const parts = text.split('T');
  if (parts.length !== 2) return null;
  const date = isoDate(parts[0]);
  const time = isoTime(parts[1]);
  if (date === null || time === null) return null;
  const moment = date + Number(time.micros / 1000n) - time.offsetMinutes * 60_000;
  const day = dateText(moment);
  if (day === null) return null;
  const clock = new Date(moment).toISOString().slice(11, 23);
  const micros = clock.slice(9) + String(time.micros % 1000n).padStart(3, '0');
  return `${day} ${clock.slice(0, 8)}${micros === '000000' ? '' : `.${micros}`}`;
}

interface IsoForm {
  readonly pattern: RegExp;
  readonly date: (numbers: readonly number[]) => number | null;
}

const firstMonth = (month: number) => (month === 0 ? 1 : month);
const isoForms: readonly IsoForm[] = [
  { pattern: /^(\d{4})-(\d\d)-(\d\d)$/, date: ([y, m, d]) => calendarDate(y, firstMonth(m), d) },
  { pattern: /^(\d{4})(\d\d)(\d\d)$/, date: ([y, m, d]) => calendarDate(y, firstMonth(m), d) },
  { pattern: /^(\d{4})-?W(\d\d)-?(\d)$/, date: ([y, w, d]) => weekDate(y, w, d) },
  { pattern: /^(\d{4})-?(\d{3})$/, date: ([y, d]) => plusDays(calendarDate(y, 1, 1), d - 1) },
  { pattern: /^(\d{4})-?W(\d\d)$/, date: ([y, w]) => weekDate(y, w, 1) },
  { pattern: /^(\d{4})-?(\d\d)$/, date: ([y, m]) => calendarDate(y, firstMonth(m), 1) },
  { pattern: /^(\d{4})$/, date: ([y]) => calendarDate(y, 1, 1) },
  { pattern: /^(\d\d)$/, date: ([century]) => calendarDate(century * 100 + 1, 1, 1) },
];

/** Milliseconds of the day's start, UTC. */
function isoDate(text: string): number | null {
  for (const { pattern, date } of isoForms) {
    const match = pattern.exec(text);
    if (match !== null && !isMixed(text)) return date(match.slice(1).map(Number));
  }
  return null;
}

/** A week date has both its hyphens or none. */
function isMixed(text: string): boolean {
  return /^\d{4}-W\d{3}$|^\d{4}W\d\d-\d$/.test(text);
}

const offset = '(Z|([+-])(\\d\\d)(?::?(\\d\\d))?)?$';
const timeForms = [
  new RegExp(`^(\\d\\d):(\\d\\d):(\\d\\d(?:[,.]\\d+)?)${offset}`),
  new RegExp(`^(\\d\\d)(\\d\\d)(\\d\\d(?:[,.]\\d+)?)${offset}`),
  new RegExp(`^(\\d\\d):(\\d\\d(?:[,.]\\d+)?)()${offset}`),
  new RegExp(`^(\\d\\d)(\\d\\d(?:[,.]\\d+)?)()${offset}`),
  new RegExp(`^(\\d\\d(?:[,.]\\d+)?)()()${offset}`),
];

interface ClockTime {
  readonly micros: bigint;
  readonly offsetMinutes: number;
}

function isoTime(text: string): ClockTime | null {
  const match = timeForms.map((pattern) => pattern.exec(text)).find((found) => found !== null);
  if (!match) return null;
  const [hours, minutes, seconds] = match
    .slice(1, 4)
    .map((part) => new Decimal(part === '' ? 0 : part.replace(',', '.')));
  if (hours.gte(24) || minutes.gte(60) || seconds.gte(60)) return null;
  const micros = hours.times(60).plus(minutes).times(60).plus(seconds).times(1_000_000).floor();
  const [, sign, offsetHours, offsetMinutes] = match.slice(4);
  const minutesAway = Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0);
  return { micros: BigInt(micros.toFixed()), offsetMinutes: sign === '-' ? -minutesAway : minutesAway };
}

function calendarDate(year: number, month: number, day: number): number | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal && year >= 1 && month >= 1 ? date.getTime() : null;
}

function plusDays(start: number | null, days: number): number | null {
  return start === null ? null : start + days * DAY_MS;
}

/** Week 1 is the one that holds the year's first Thursday. */
function weekDate(year: number, week: number, day: number): number | null {
  const first = calendarDate(year, 1, 1);
  if (first === null) return null;
  const weekday = new Date(first).getUTCDay() || 7;
  return plusDays(first, (week - (weekday <= 4 ? 1 : 0)) * 7 - weekday + day);
}

function dateText(moment: number | null): string | null {
  if (moment === null) return null;
  const date = new Date(moment);
  const year = date.getUTCFullYear();
  return year < 1 || year > 9999 ? null : date.toISOString().slice(0, 10);
}
