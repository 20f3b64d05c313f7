/** Python's date. */

import { integerArgument, textArgument } from '../methods/arguments.js';
import { boundMethod, type MethodTable, methodTable } from '../methods/method.js';
import { holds } from '../operators/comparison.js';
import { NamedTuple } from '../types/named-tuple.js';
import { type HashKey, type OperatorName, TemplateObject, type Value } from '../value.js';
import { type CalendarDay, checkDay, dayOfOrdinal, isoCalendarOf, ordinalOf, weekdayOf } from './calendar.js';
import { MICROS_PER_DAY, MIDNIGHT } from './clock.js';
import { dayText } from './text/iso.js';
import { strftime } from './text/strftime.js';
import { TimeDeltaValue } from './timedelta.js';

export class DateValue extends TemplateObject {
  readonly typeName = 'datetime.date';
  readonly day: CalendarDay;

  /** Throws Python's ValueError when there is no such day. */
  constructor(day: CalendarDay) {
    super();
    checkDay(day);
    this.day = day;
  }

  override attribute(name: string): Value | undefined {
    if (name === 'year' || name === 'month' || name === 'day') return this.day[name];
    return boundMethod(dateMethods, this, name);
  }

  override hashKey(): HashKey {
    return `\0date${this.text()}`;
  }

  override equals(other: Value): boolean {
    return other instanceof DateValue && ordinalOf(other.day) === ordinalOf(this.day);
  }

  override operate(operator: OperatorName, other: Value, isReflected: boolean): Value | undefined {
    if (other instanceof TimeDeltaValue) {
      if (operator === '+') return this.#shifted(other.days);
      return operator === '-' && !isReflected ? this.#shifted(-other.days) : undefined;
    }
    if (!(other instanceof DateValue)) return undefined;
    const [left, right] = isReflected ? [other, this] : [this, other];
    const mine = ordinalOf(left.day);
    const theirs = ordinalOf(right.day);
    if (operator === '-') return new TimeDeltaValue(BigInt(mine - theirs) * MICROS_PER_DAY);
    const isOrder = operator === '<' || operator === '<=' || operator === '>' || operator === '>=';
    return isOrder ? holds(operator, mine, theirs) : undefined;
  }

  #shifted(days: number): DateValue {
    return new DateValue(dayOfOrdinal(ordinalOf(this.day) + days));
  }

  override format(specification: string): string {
    return dateText(this.day, specification);
  }

  override text(): string {
    return dayText(this.day);
  }

  override representation(): string {
    return `datetime.date(${this.day.year}, ${this.day.month}, ${this.day.day})`;
  }
}

function dateText(day: CalendarDay, format: string): string {
  return strftime(format, { day, clock: MIDNIGHT, offset: null, zoneName: null });
}

const dateMethods: MethodTable<DateValue> = methodTable<DateValue>({
  ctime: ['', (self) => dateText(self.day, '%c')],
  isocalendar: ['', (self) => isoCalendarTuple(self.day)],
  isoformat: ['', (self) => dayText(self.day)],
  isoweekday: ['', (self) => weekdayOf(self.day) + 1],
  replace: ['year=None, month=None, day=None', (self, parts) => new DateValue(replacedDay(self.day, parts))],
  strftime: ['format', (self, [format]) => dateText(self.day, textArgument(format))],
  toordinal: ['', (self) => ordinalOf(self.day)],
  weekday: ['', (self) => weekdayOf(self.day)],
});

/** A day with the parts given changed, None keeping one. */
export function replacedDay(day: CalendarDay, [year, month, dayNumber]: readonly Value[]): CalendarDay {
  return {
    year: year === null ? day.year : integerArgument(year),
    month: month === null ? day.month : integerArgument(month),
    day: dayNumber === null ? day.day : integerArgument(dayNumber),
  };
}

/** What `isocalendar()` gives. */
export function isoCalendarTuple(day: CalendarDay): NamedTuple {
  return new NamedTuple(['year', 'week', 'weekday'], isoCalendarOf(day), 'datetime.IsoCalendarDate');
}
