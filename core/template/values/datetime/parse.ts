/** Dates and times from outside: what databases print. */
import { PythonError } from '../python-error.js';
import { MIDNIGHT } from './clock.js';
import { DateValue } from './date.js';
import { DateTimeValue } from './datetime.js';
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

function orNull<Result>(read: () => Result | null): Result | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof PythonError) return null;
    throw error;
  }
}
