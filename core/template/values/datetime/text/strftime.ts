/** `strftime`: a moment as text by a format of `%` directives (the C library's, in English). */
import { checkTextLength } from '../../limits.js';
import { type CalendarDay, dayOfYear, isoCalendarOf, weekdayOf } from '../calendar.js';
import { type ClockTime, microsOf } from '../clock.js';
import { offsetText } from '../zone.js';

export interface Moment {
  readonly day: CalendarDay;
  readonly clock: ClockTime;
  /** Offset to UTC in microseconds; null when naive. */
  readonly offset: bigint | null;
  readonly zoneName: string | null;
}

export const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
export const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A number with its width and what fills it. */
interface Padded {
  readonly number: number;
  readonly width: number;
  readonly fill: '0' | ' ';
}

const zeros = (number: number, width = 2): Padded => ({ number, width, fill: '0' });
const spaces = (number: number): Padded => ({ number, width: 2, fill: ' ' });
const twelveHour = ({ clock }: Moment) => clock.hour % 12 || 12;
const weekday = ({ day }: Moment) => weekdayOf(day);

const DIRECTIVES: Readonly<Record<string, (moment: Moment) => string | Padded>> = {
  a: (moment) => DAY_NAMES[weekday(moment)].slice(0, 3),
  A: (moment) => DAY_NAMES[weekday(moment)],
  b: ({ day }) => MONTH_NAMES[day.month - 1].slice(0, 3),
  B: ({ day }) => MONTH_NAMES[day.month - 1],
  c: (moment) => strftime('%a %b %e %H:%M:%S %Y', moment),
  C: ({ day }) => zeros(Math.floor(day.year / 100)),
  d: ({ day }) => zeros(day.day),
  D: (moment) => strftime('%m/%d/%y', moment),
  e: ({ day }) => spaces(day.day),
  f: ({ clock }) => String(clock.microsecond).padStart(6, '0'),
  F: (moment) => strftime('%Y-%m-%d', moment),
  g: ({ day }) => zeros(isoCalendarOf(day)[0] % 100),
  G: ({ day }) => zeros(isoCalendarOf(day)[0], 1),
  h: ({ day }) => MONTH_NAMES[day.month - 1].slice(0, 3),
  H: ({ clock }) => zeros(clock.hour),
  I: (moment) => zeros(twelveHour(moment)),
  j: ({ day }) => zeros(dayOfYear(day), 3),
  k: ({ clock }) => spaces(clock.hour),
  l: (moment) => spaces(twelveHour(moment)),
  m: ({ day }) => zeros(day.month),
  M: ({ clock }) => zeros(clock.minute),
  n: () => '\n',
  p: ({ clock }) => (clock.hour < 12 ? 'AM' : 'PM'),
  P: ({ clock }) => (clock.hour < 12 ? 'am' : 'pm'),
  r: (moment) => strftime('%I:%M:%S %p', moment),
  R: (moment) => strftime('%H:%M', moment),
  s: ({ day, clock, offset }) => String((microsOf(day, clock) - (offset ?? 0n)) / 1_000_000n),
  S: ({ clock }) => zeros(clock.second),
  t: () => '\t',
  T: (moment) => strftime('%H:%M:%S', moment),
  u: (moment) => zeros(weekday(moment) + 1, 1),
  U: (moment) => zeros(Math.floor((dayOfYear(moment.day) + 6 - ((weekday(moment) + 1) % 7)) / 7)),
  V: ({ day }) => zeros(isoCalendarOf(day)[1]),
  w: (moment) => zeros((weekday(moment) + 1) % 7, 1),
  W: (moment) => zeros(Math.floor((dayOfYear(moment.day) + 6 - weekday(moment)) / 7)),
  x: (moment) => strftime('%m/%d/%y', moment),
  X: (moment) => strftime('%H:%M:%S', moment),
  y: ({ day }) => zeros(day.year % 100),
  Y: ({ day }) => zeros(day.year, 1),
  z: ({ offset }) => (offset === null ? '' : offsetText(offset, '')),
  Z: ({ zoneName }) => zoneName ?? '',
  '%': () => '%',
};

/** The text of a moment. Unknown directives stay as they are. */
export function strftime(format: string, moment: Moment): string {
  const text = format.replace(/%([-_0^#]?)(\w|%)/g, (whole, flag: string, letter: string) => {
    const directive = Object.hasOwn(DIRECTIVES, letter) ? DIRECTIVES[letter] : undefined;
    return directive === undefined ? whole : flagged(directive(moment), flag);
  });
  checkTextLength(text.length);
  return text;
}

function flagged(part: string | Padded, flag: string): string {
  if (typeof part === 'string') return flag === '^' ? part.toUpperCase() : part;
  if (flag === '-') return String(part.number);
  const fill = flag === '_' ? ' ' : flag === '0' ? '0' : part.fill;
  return String(part.number).padStart(part.width, fill);
}
