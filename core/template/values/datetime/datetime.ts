/** Python's datetime: a day and a time of day, naive or with a time zone, to the microsecond. */
import { integerArgument, textArgument } from '../methods/arguments.js';
import { boundMethod, type MethodTable, methodTable } from '../methods/method.js';
import { holds } from '../operators/comparison.js';
import { typeError } from '../python-error.js';
import { str } from '../text.js';
import { makeFloat } from '../types/numbers.js';
import { type HashKey, type OperatorName, TemplateObject, type Value } from '../value.js';
import { type CalendarDay, checkDay, ordinalOf, weekdayOf } from './calendar.js';
import { type ClockTime, checkClock, MIDNIGHT, microsOf, wallOf } from './clock.js';
import { DateValue, isoCalendarTuple, replacedDay } from './date.js';
import { localZone } from './local-zone.js';
import { clockText, dayText } from './text/iso.js';
import { strftime } from './text/strftime.js';
import { clockArguments, replacedClock, replacedZone, TimeValue, zoneArgument, zoneOf } from './time.js';
import { TimeDeltaValue } from './timedelta.js';
import { offsetText, type ZoneValue } from './zone.js';

export class DateTimeValue extends TemplateObject {
  readonly typeName = 'datetime.datetime';
  readonly day: CalendarDay;
  readonly clock: ClockTime;
  readonly zone: ZoneValue | null;

  /** Throws Python's ValueError when a part is out of range. */
  constructor(day: CalendarDay, clock: ClockTime = MIDNIGHT, zone: ZoneValue | null = null) {
    super();
    checkDay(day);
    checkClock(clock);
    this.day = day;
    this.clock = clock;
    this.zone = zone;
  }

  /** The wall time, in microseconds since 1970 read as if it were UTC. */
  get wall(): bigint {
    return microsOf(this.day, this.clock);
  }

  /** Offset to UTC in microseconds; null when naive. */
  get offset(): bigint | null {
    return this.zone === null ? null : this.zone.offsetAt(this.wall);
  }

  /** Microseconds since 1970 in UTC; a naive one is in the machine's own zone. */
  get instant(): bigint {
    return this.wall - (this.zone ?? localZone()).offsetAt(this.wall);
  }

  override attribute(name: string): Value | undefined {
    if (name === 'year' || name === 'month' || name === 'day') return this.day[name];
    if (name === 'hour' || name === 'minute' || name === 'second' || name === 'microsecond') return this.clock[name];
    if (name === 'tzinfo') return this.zone;
    return name === 'fold' ? 0 : boundMethod(dateTimeMethods, this, name);
  }

  override hashKey(): HashKey {
    return this.zone === null ? `\0naive${this.wall}` : `\0aware${this.instant}`;
  }

  override equals(other: Value): boolean {
    return other instanceof DateTimeValue && this.hashKey() === other.hashKey();
  }

  override operate(operator: OperatorName, other: Value, isReflected: boolean): Value | undefined {
    if (other instanceof TimeDeltaValue) {
      if (operator === '+') return dateTimeOfWall(this.wall + other.micros, this.zone);
      return operator === '-' && !isReflected ? dateTimeOfWall(this.wall - other.micros, this.zone) : undefined;
    }
    const isOrder = operator === '<' || operator === '<=' || operator === '>' || operator === '>=';
    if (isOrder && other instanceof DateValue) throw typeError("can't compare datetime.datetime to datetime.date");
    if (!(other instanceof DateTimeValue) || !(isOrder || operator === '-')) return undefined;
    const [left, right] = isReflected && !isOrder ? [other, this] : [this, other];
    const verb = isOrder ? 'compare' : 'subtract';
    const [mine, theirs] = comparable(left, right, verb);
    return isOrder ? holds(operator, mine, theirs) : new TimeDeltaValue(mine - theirs);
  }

  override format(specification: string): string {
    return momentText(this, specification);
  }

  override text(): string {
    return isoText(this, ' ');
  }

  override representation(): string {
    const { year, month, day } = this.day;
    return `datetime.datetime(${year}, ${month}, ${day}, ${clockArguments(this.clock)}${zoneArgument(this.zone)})`;
  }
}

/** Both on one line of time. */
function comparable(left: DateTimeValue, right: DateTimeValue, verb: string): readonly [bigint, bigint] {
  if ((left.zone === null) !== (right.zone === null)) {
    throw typeError(`can't ${verb} offset-naive and offset-aware datetimes`);
  }
  return left.zone === null ? [left.wall, right.wall] : [left.instant, right.instant];
}

/** The datetime of a wall time. */
export function dateTimeOfWall(wall: bigint, zone: ZoneValue | null): DateTimeValue {
  const { day, clock } = wallOf(wall);
  return new DateTimeValue(day, clock, zone);
}

/** The datetime of an instant in a zone; without one, naive in the machine's own. */
export function dateTimeOfInstant(instant: bigint, zone: ZoneValue | null): DateTimeValue {
  const found = (zone ?? localZone()).atInstant(instant);
  return dateTimeOfWall(found.wall, zone === null ? null : found.zone);
}

function isoText(value: DateTimeValue, separator: string, timespec?: string): string {
  const { offset } = value;
  const zone = offset === null ? '' : offsetText(offset, ':');
  return dayText(value.day) + separator + clockText(value.clock, timespec) + zone;
}

function momentText(value: DateTimeValue, format: string): string {
  const { day, clock, zone, offset, wall } = value;
  return strftime(format, { day, clock, offset, zoneName: zone === null ? null : zone.nameAt(wall) });
}

function savingOf({ zone, wall }: DateTimeValue): Value {
  const saving = zone === null ? null : zone.savingAt(wall);
  return saving === null ? null : new TimeDeltaValue(saving);
}

function separatorOf(value: Value): string {
  const text = textArgument(value);
  if (Array.from(text).length !== 1) throw typeError('isoformat() argument 1 must be a unicode character, not str');
  return text;
}

const dateTimeMethods: MethodTable<DateTimeValue> = methodTable<DateTimeValue>({
  astimezone: ['tz=None', (self, [zone]) => dateTimeOfInstant(self.instant, zoneOf(zone) ?? localZone())],
  ctime: ['', (self) => momentText(self, '%c')],
  date: ['', (self) => new DateValue(self.day)],
  dst: ['', (self) => savingOf(self)],
  isocalendar: ['', (self) => isoCalendarTuple(self.day)],
  isoformat: [
    'sep="T", timespec="auto"',
    (self, [separator, timespec]) => isoText(self, separatorOf(separator), str(timespec)),
  ],
  isoweekday: ['', (self) => weekdayOf(self.day) + 1],
  replace: [
    'year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=0',
    (self, parts) =>
      new DateTimeValue(
        replacedDay(self.day, parts),
        replacedClock(self.clock, parts.slice(3)),
        replacedZone(self.zone, parts[7]),
      ),
  ],
  strftime: ['format', (self, [format]) => momentText(self, textArgument(format))],
  time: ['', (self) => new TimeValue(self.clock)],
  timestamp: ['', (self) => makeFloat(Number(self.instant) / 1_000_000)],
  timetz: ['', (self) => new TimeValue(self.clock, self.zone)],
  toordinal: ['', (self) => ordinalOf(self.day)],
  tzname: ['', (self) => (self.zone === null ? null : self.zone.nameAt(self.wall))],
  utcoffset: ['', (self) => (self.offset === null ? null : new TimeDeltaValue(self.offset))],
  weekday: ['', (self) => weekdayOf(self.day)],
});

/** The day and clock of the constructor's arguments. */
export function dateTimeOfArguments(args: readonly Value[]): DateTimeValue {
  const [year, month, day, hour, minute, second, microsecond] = args.slice(0, 7).map(integerArgument);
  return new DateTimeValue({ year, month, day }, { hour, minute, second, microsecond }, zoneOf(args[7]));
}
