/** Dates and times from outside: what databases print, and JavaScript's Date. */
import { PythonError } from '../python-error.js';
import { MIDNIGHT } from './clock.js';
import { DateValue } from './date.js';
import { DateTimeValue, dateTimeOfInstant } from './datetime.js';
import { pytzUtc } from './pytz/pytz-fixed-zone.js';
import { parseDay, parseMoment } from './text/iso.js';
import { offsetZone } from './zone.js';

/** A date from ISO text, or null when the text is none that Python's date can hold. */
export function parseDate(text: string): DateValue | null {
  return orNull(() => {
    const day = parseDay(text);
    return day === null ? null : new DateValue(day);
  });
}

/** A datetime from ISO text, or null when the text is none that Python's datetime can hold. */
export function parseDateTime(text: string): DateTimeValue | null {
  return orNull(() => {
    const moment = parseMoment(text);
    if (moment === null) return null;
    const { day, time } = moment;
    const offset = time?.offset ?? null;
    return new DateTimeValue(day, time?.clock ?? MIDNIGHT, offset === null ? null : offsetZone(offset));
  });
}

/** The moment of a Date in UTC, as dbt's `run_started_at`. */
export function dateTimeOfDate(date: Date): DateTimeValue {
  return dateTimeOfInstant(BigInt(date.getTime()) * 1000n, pytzUtc());
}

function orNull<Result>(read: () => Result | null): Result | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof PythonError) return null;
    throw error;
  }
}
