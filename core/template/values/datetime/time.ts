/** Python's time of day. */
import { integerArgument, textArgument } from '../methods/arguments.js';
import { boundMethod, type MethodTable, methodTable } from '../methods/method.js';
import { holds } from '../operators/comparison.js';
import { typeError } from '../python-error.js';
import { str } from '../text.js';
import { type HashKey, type OperatorName, TemplateObject, type Value } from '../value.js';
import { type ClockTime, checkClock, microsOf } from './clock.js';
import { clockText } from './text/iso.js';
import { strftime } from './text/strftime.js';
import { TimeDeltaValue } from './timedelta.js';
import { FixedZone, offsetText, type ZoneValue } from './zone.js';

const FIRST_DAY = { year: 1970, month: 1, day: 1 };

export class TimeValue extends TemplateObject {
  readonly typeName = 'datetime.time';
  readonly clock: ClockTime;
  readonly zone: ZoneValue | null;

  constructor(clock: ClockTime, zone: ZoneValue | null = null) {
    super();
    checkClock(clock);
    this.clock = clock;
    this.zone = zone;
  }

  /** Offset to UTC, known without a date only for fixed zones. */
  get offset(): bigint | null {
    return this.zone instanceof FixedZone ? this.zone.offsetAt() : null;
  }

  override attribute(name: string): Value | undefined {
    if (name === 'tzinfo') return this.zone;
    if (name === 'hour' || name === 'minute' || name === 'second' || name === 'microsecond') return this.clock[name];
    return boundMethod(timeMethods, this, name);
  }

  override hashKey(): HashKey {
    return `\0time${this.offset === null ? 'naive' : ''}${this.#micros}`;
  }

  get #micros(): bigint {
    return microsOf(FIRST_DAY, this.clock) - (this.offset ?? 0n);
  }

  override equals(other: Value): boolean {
    return (
      other instanceof TimeValue && (this.offset === null) === (other.offset === null) && this.#micros === other.#micros
    );
  }

  override operate(operator: OperatorName, other: Value): Value | undefined {
    if (!(other instanceof TimeValue)) return undefined;
    if (operator !== '<' && operator !== '<=' && operator !== '>' && operator !== '>=') return undefined;
    if ((this.offset === null) !== (other.offset === null)) {
      throw typeError("can't compare offset-naive and offset-aware times");
    }
    return holds(operator, this.#micros, other.#micros);
  }

  override format(specification: string): string {
    return timeText(this, specification);
  }

  override text(): string {
    return isoText(this);
  }

  override representation(): string {
    return `datetime.time(${clockArguments(this.clock)}${zoneArgument(this.zone)})`;
  }
}

function isoText(time: TimeValue, timespec?: string): string {
  return clockText(time.clock, timespec) + (time.offset === null ? '' : offsetText(time.offset, ':'));
}

/** A time's format sees the first of January 1900. */
function timeText(time: TimeValue, format: string): string {
  const day = { year: 1900, month: 1, day: 1 };
  const zoneName = time.zone instanceof FixedZone ? time.zone.nameAt() : null;
  return strftime(format, { day, clock: time.clock, offset: time.offset, zoneName });
}

const timeMethods: MethodTable<TimeValue> = methodTable<TimeValue>({
  isoformat: ['timespec="auto"', (self, [timespec]) => isoText(self, str(timespec))],
  replace: [
    'hour=None, minute=None, second=None, microsecond=None, tzinfo=True',
    (self, parts) => new TimeValue(replacedClock(self.clock, parts), replacedZone(self.zone, parts[4])),
  ],
  strftime: ['format', (self, [format]) => timeText(self, textArgument(format))],
  utcoffset: ['', (self) => (self.offset === null ? null : new TimeDeltaValue(self.offset))],
  tzname: ['', (self) => (self.zone instanceof FixedZone ? self.zone.nameAt() : null)],
});

/** A time of day with the parts given changed, None keeping one. */
export function replacedClock(clock: ClockTime, [hour, minute, second, microsecond]: readonly Value[]): ClockTime {
  return {
    hour: hour === null ? clock.hour : integerArgument(hour),
    minute: minute === null ? clock.minute : integerArgument(minute),
    second: second === null ? clock.second : integerArgument(second),
    microsecond: microsecond === null ? clock.microsecond : integerArgument(microsecond),
  };
}

/** The `tzinfo` of a `replace`: True is the signature's mark for one left out, None takes the zone away. */
export function replacedZone(zone: ZoneValue | null, given: Value): ZoneValue | null {
  return given === true ? zone : zoneOf(given);
}

/** A tzinfo argument. */
export function zoneOf(value: Value): ZoneValue | null {
  if (value === null) return null;
  if (!isZone(value)) throw typeError('tzinfo argument must be None or of a tzinfo subclass');
  return value;
}

function isZone(value: Value): value is ZoneValue {
  return value instanceof TemplateObject && 'offsetAt' in value;
}

/** `hour, minute[, second[, microsecond]]` of a repr. */
export function clockArguments({ hour, minute, second, microsecond }: ClockTime): string {
  const parts = [hour, minute];
  if (second !== 0 || microsecond !== 0) parts.push(second);
  if (microsecond !== 0) parts.push(microsecond);
  return parts.join(', ');
}

export function zoneArgument(zone: ZoneValue | null): string {
  return zone === null ? '' : `, tzinfo=${zone.representation()}`;
}
