/**
 * Date arithmetic on ISO text, as Postgres does it, with microseconds. In: dates (`2026-11-21`) or timestamps
 * (`2026-11-21 10:00:00.5`, an offset is brought to UTC). Out: a date where nothing finer is known, else a timestamp.
 */

interface Moment {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** Microseconds since midnight. */
  readonly time: number;
  readonly isDate: boolean;
  /** `+00` when the text had an offset. */
  readonly suffix: string;
}

const DAY = 86_400_000_000;
const timeUnits: Readonly<Record<string, number>> = {
  hour: 3_600_000_000,
  minute: 60_000_000,
  second: 1_000_000,
  millisecond: 1000,
  microsecond: 1,
};
const monthsIn: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

const momentPattern =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;

function parse(text: string): Moment {
  const match = momentPattern.exec(text.trim());
  if (match === null) throw new Error(`"${text}" is not a date or timestamp`);
  const [, year, month, date, hour, minute, second = '0', fraction = '', zone] = match;
  const day = dayOf(Number(year), Number(month) - 1, Number(date));
  const back = civil(day);
  if (back.month !== Number(month) - 1 || back.date !== Number(date))
    throw new Error(`"${text}" is not a date or timestamp`);
  if (hour === undefined) return { day, time: 0, isDate: true, suffix: '' };
  const clock =
    Number(hour) * timeUnits.hour! +
    Number(minute) * timeUnits.minute! +
    Number(second) * timeUnits.second! +
    Number(fraction.slice(0, 6).padEnd(6, '0'));
  const suffix = zone === undefined ? '' : '+00';
  return normalize({ day, time: clock - offsetOf(zone), isDate: false, suffix });
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone)!;
  const offset = Number(hours) * timeUnits.hour! + Number(minutes) * timeUnits.minute!;
  return sign === '-' ? -offset : offset;
}

function normalize(moment: Moment): Moment {
  const days = Math.floor(moment.time / DAY);
  return days === 0 ? moment : { ...moment, day: moment.day + days, time: moment.time - days * DAY };
}

function dayOf(year: number, month: number, date: number): number {
  return new Date(0).setUTCFullYear(year, month, date) / 86_400_000;
}

function civil(day: number): { readonly year: number; readonly month: number; readonly date: number } {
  const at = new Date(day * 86_400_000);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth(), date: at.getUTCDate() };
}

function format({ day, time, isDate, suffix }: Moment): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const { year, month, date } = civil(day);
  const dateText = `${String(year).padStart(4, '0')}-${two(month + 1)}-${two(date)}`;
  if (isDate) return dateText;
  const fraction = String(time % timeUnits.second!)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const clock = `${two(time / timeUnits.hour!)}:${two((time / timeUnits.minute!) % 60)}:${two((time / timeUnits.second!) % 60)}`;
  return `${dateText} ${clock}${fraction === '' ? '' : `.${fraction}`}${suffix}`;
}

/** `Days`, `DAY` and `day` are the same unit. */
function unitName(unit: string): string {
  const lower = unit.trim().toLowerCase();
  return lower.endsWith('s') ? lower.slice(0, -1) : lower;
}

function unknownUnit(unit: string): Error {
  return new Error(
    `unknown unit "${unit}"; known are year, quarter, month, week, day, hour, minute, second, millisecond, microsecond`,
  );
}

/** 0 is Sunday. */
function weekday(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** The start of the unit that holds the moment; weeks start on Monday. */
export function dateTrunc(unit: string, text: string): string {
  const moment = parse(text);
  const name = unitName(unit);
  const finer = timeUnits[name];
  if (finer !== undefined) {
    return format({ ...moment, isDate: false, time: Math.floor(moment.time / finer) * finer });
  }
  return format({ ...moment, time: 0, day: truncatedDay(moment.day, name, unit) });
}

function truncatedDay(day: number, name: string, unit: string): number {
  if (name === 'day') return day;
  if (name === 'week') return day - ((weekday(day) + 6) % 7);
  const months = monthsIn[name];
  if (months === undefined) throw unknownUnit(unit);
  const { year, month } = civil(day);
  return dayOf(year, Math.floor(month / months) * months, 1);
}

/** A field of a moment, as Postgres' `date_part`. */
export function datePart(unit: string, text: string): bigint | number {
  const { day, time } = parse(text);
  const { year, month, date } = civil(day);
  const isoWeekThursday = day - ((weekday(day) + 6) % 7) + 3;
  const isoYear = civil(isoWeekThursday).year;
  const seconds = (time % timeUnits.minute!) / timeUnits.second!;
  const fields: Readonly<Record<string, number>> = {
    year,
    quarter: Math.floor(month / 3) + 1,
    month: month + 1,
    week: Math.floor((isoWeekThursday - dayOf(isoYear, 0, 1)) / 7) + 1,
    isoyear: isoYear,
    day: date,
    dow: weekday(day),
    isodow: weekday(day) === 0 ? 7 : weekday(day),
    doy: day - dayOf(year, 0, 1) + 1,
    hour: Math.floor(time / timeUnits.hour!),
    minute: Math.floor(time / timeUnits.minute!) % 60,
    second: seconds,
    millisecond: seconds * 1000,
    microsecond: time % timeUnits.minute!,
    epoch: day * 86_400 + time / timeUnits.second!,
  };
  const value = fields[unitName(unit)];
  if (value === undefined) throw new Error(`unknown unit "${unit}"; known are ${Object.keys(fields).join(', ')}`);
  return Number.isInteger(value) ? BigInt(value) : value;
}

/** How many starts of the unit lie between two moments, negative when the second is earlier; weeks start on Sunday, as in dbt. */
export function dateDiff(unit: string, from: string, to: string): bigint {
  const name = unitName(unit);
  const index = (moment: Moment): bigint => {
    const { year, month } = civil(moment.day);
    const finer = timeUnits[name];
    if (finer !== undefined) return BigInt(moment.day) * BigInt(DAY / finer) + BigInt(Math.floor(moment.time / finer));
    if (name === 'day') return BigInt(moment.day);
    if (name === 'week') return BigInt(Math.floor((moment.day + 4) / 7));
    const months = monthsIn[name];
    if (months === undefined) throw unknownUnit(unit);
    return BigInt(Math.floor((year * 12 + month) / months));
  };
  return index(parse(to)) - index(parse(from));
}

/** Adds a whole number of units; a month that is too short ends at its last day. */
export function dateAdd(unit: string, count: number, text: string): string {
  const moment = parse(text);
  const name = unitName(unit);
  const finer = timeUnits[name];
  if (finer !== undefined) return format(normalize({ ...moment, isDate: false, time: moment.time + count * finer }));
  if (name === 'day') return format({ ...moment, day: moment.day + count });
  if (name === 'week') return format({ ...moment, day: moment.day + 7 * count });
  const months = monthsIn[name];
  if (months === undefined) throw unknownUnit(unit);
  const { year, month, date } = civil(moment.day);
  const lastDate = civil(dayOf(year, month + count * months + 1, 0)).date;
  return format({ ...moment, day: dayOf(year, month + count * months, Math.min(date, lastDate)) });
}
