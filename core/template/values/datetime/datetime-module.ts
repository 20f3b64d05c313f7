/** `modules.datetime`: the classes with their constructors and constants. */
import { bindArguments, hostFunction, parseSignature } from '../host-function.js';
import { integerArgument, textArgument } from '../methods/arguments.js';
import { typeError, valueError } from '../python-error.js';
import { ClassValue, type Members, ModuleValue } from '../types/class-value.js';
import { bigintOf, floatOf, isInt, isNumeric } from '../types/numbers.js';
import { typeName } from '../types/type-name.js';
import type { CallArguments, Value } from '../value.js';
import { dayOfIsoCalendar, dayOfOrdinal, MAX_ORDINAL } from './calendar.js';
import { type ClockTime, MICROS_PER_DAY, MIDNIGHT } from './clock.js';
import { DateValue } from './date.js';
import { DateTimeValue, dateTimeOfArguments, dateTimeOfInstant, dateTimeOfWall } from './datetime.js';
import { lossyRound } from './rounding.js';
import { invalidIsoText, parseDay, parseMoment, parseTime } from './text/iso.js';
import { strptime } from './text/strptime.js';
import { TimeValue, zoneOf } from './time.js';
import { TIMEDELTA_SIGNATURE, TimeDeltaValue, timeDeltaOf } from './timedelta.js';
import { offsetZone, utcZone, type ZoneValue } from './zone.js';

const LAST_CLOCK: ClockTime = { hour: 23, minute: 59, second: 59, microsecond: 999_999 };

/** Microseconds since 1970. */
export type Clock = () => bigint;

/** The module; `clock` is what `now`, `utcnow` and `today` ask. */
export function createDateTimeModule(clock: Clock = systemClock): ModuleValue {
  return new ModuleValue(
    'datetime',
    () =>
      new Map<string, Value>([
        ['date', dateClass(clock)],
        ['datetime', dateTimeClass(clock)],
        ['time', timeClass()],
        ['timedelta', timeDeltaClass()],
        ['timezone', timezoneClass()],
      ]),
  );
}

function constructing(name: string, signature: string, body: (args: readonly Value[]) => Value) {
  return (call: CallArguments) => body(bindArguments(name, parseSignature(signature), call));
}

/** Functions of a class, from name, signature and body. */
function functions(...entries: readonly (readonly [string, string, (args: readonly Value[]) => Value])[]): Members {
  return new Map(entries.map(([name, signature, body]) => [name, hostFunction(name, signature, body)]));
}

function dateClass(clock: Clock): ClassValue {
  const construct = constructing('date', 'year, month, day', (args) => {
    const [year, month, day] = args.map(integerArgument);
    return new DateValue({ year, month, day });
  });
  const load = () =>
    new Map<string, Value>([
      ...functions(
        ['today', '', () => new DateValue(dateTimeOfInstant(clock(), null).day)],
        ['fromisoformat', 'date_string, /', ([text]) => dateOfIsoText(textOf(text))],
        ['fromordinal', 'ordinal, /', ([ordinal]) => new DateValue(dayOfOrdinal(integerArgument(ordinal)))],
        [
          'fromtimestamp',
          'timestamp, /',
          ([stamp]) => new DateValue(dateTimeOfInstant(microsOfStamp(stamp), null).day),
        ],
        ['fromisocalendar', 'year, week, day', (args) => dateOfIsoCalendar(args)],
      ),
      ['min', new DateValue(dayOfOrdinal(1))],
      ['max', new DateValue(dayOfOrdinal(MAX_ORDINAL))],
      ['resolution', new TimeDeltaValue(MICROS_PER_DAY)],
    ]);
  return new ClassValue('datetime.date', construct, load);
}

function dateOfIsoText(text: string): DateValue {
  const day = parseDay(text);
  if (day === null) throw invalidIsoText(text);
  return new DateValue(day);
}

function dateOfIsoCalendar(args: readonly Value[]): DateValue {
  const [year, week, weekday] = args.map(integerArgument);
  return new DateValue(dayOfIsoCalendar(year, week, weekday));
}

const DATETIME_SIGNATURE = 'year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0';

function dateTimeClass(clock: Clock): ClassValue {
  const load = () =>
    new Map<string, Value>([
      ...functions(
        ['now', 'tz=None', ([zone]) => dateTimeOfInstant(clock(), zoneOf(zone))],
        ['today', '', () => dateTimeOfInstant(clock(), null)],
        ['utcnow', '', () => dateTimeOfWall(clock(), null)],
        [
          'fromtimestamp',
          'timestamp, tz=None',
          ([stamp, zone]) => dateTimeOfInstant(microsOfStamp(stamp), zoneOf(zone)),
        ],
        ['utcfromtimestamp', 'timestamp, /', ([stamp]) => dateTimeOfWall(microsOfStamp(stamp), null)],
        ['fromisoformat', 'date_string, /', ([text]) => dateTimeOfIsoText(textOf(text))],
        ['fromordinal', 'ordinal, /', ([ordinal]) => new DateTimeValue(dayOfOrdinal(integerArgument(ordinal)))],
        ['fromisocalendar', 'year, week, day', (args) => new DateTimeValue(dateOfIsoCalendar(args).day)],
        ['strptime', 'date_string, format, /', ([text, format]) => readDateTime(text, format)],
        ['combine', 'date, time, tzinfo=True', ([date, time, zone]) => combine(date, time, zone)],
        ['strftime', 'self, format, /', ([self, format]) => dateTimeText(self, format)],
      ),
      ['min', new DateTimeValue(dayOfOrdinal(1))],
      ['max', new DateTimeValue(dayOfOrdinal(MAX_ORDINAL), LAST_CLOCK)],
      ['resolution', new TimeDeltaValue(1n)],
    ]);
  return new ClassValue('datetime.datetime', constructing('datetime', DATETIME_SIGNATURE, dateTimeOfArguments), load);
}

/** `datetime.strftime(moment, format)`, the method called on the class. */
function dateTimeText(self: Value, format: Value): string {
  if (!(self instanceof DateTimeValue || self instanceof DateValue)) {
    throw typeError(`descriptor 'strftime' for 'datetime.date' objects doesn't apply to a '${typeName(self)}' object`);
  }
  return self.format(textArgument(format));
}

function readDateTime(text: Value, format: Value): DateTimeValue {
  const { day, clock, offset } = strptime(
    textArgument(text, 'strptime() argument 1 must be str'),
    textArgument(format, 'strptime() argument 2 must be str'),
  );
  return new DateTimeValue(day, clock, zoneOfOffset(offset));
}

function dateTimeOfIsoText(text: string): DateTimeValue {
  const moment = parseMoment(text);
  if (moment === null) throw invalidIsoText(text);
  return new DateTimeValue(moment.day, moment.time?.clock ?? MIDNIGHT, zoneOfOffset(moment.time?.offset ?? null));
}

function combine(date: Value, time: Value, zone: Value): DateTimeValue {
  if (!(date instanceof DateValue || date instanceof DateTimeValue)) {
    throw typeError(`combine() argument 1 must be datetime.date, not ${typeName(date)}`);
  }
  if (!(time instanceof TimeValue))
    throw typeError(`combine() argument 2 must be datetime.time, not ${typeName(time)}`);
  return new DateTimeValue(date.day, time.clock, zone === true ? time.zone : zoneOf(zone));
}

function timeClass(): ClassValue {
  const construct = constructing(
    'time',
    'hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0',
    (args) => {
      const [hour, minute, second, microsecond] = args.slice(0, 4).map(integerArgument);
      return new TimeValue({ hour, minute, second, microsecond }, zoneOf(args[4]));
    },
  );
  const load = () =>
    new Map<string, Value>([
      ...functions(['fromisoformat', 'time_string, /', ([text]) => timeOfIsoText(textOf(text))]),
      ['min', new TimeValue(MIDNIGHT)],
      ['max', new TimeValue(LAST_CLOCK)],
      ['resolution', new TimeDeltaValue(1n)],
    ]);
  return new ClassValue('datetime.time', construct, load);
}

function timeOfIsoText(text: string): TimeValue {
  const time = parseTime(text.replace(/^T/, ''));
  if (time === null) throw invalidIsoText(text);
  return new TimeValue(time.clock, zoneOfOffset(time.offset));
}

function timeDeltaClass(): ClassValue {
  const largest = 999_999_999n * MICROS_PER_DAY;
  const load = () =>
    new Map<string, Value>([
      ['min', new TimeDeltaValue(-largest)],
      ['max', new TimeDeltaValue(largest + MICROS_PER_DAY - 1n)],
      ['resolution', new TimeDeltaValue(1n)],
    ]);
  return new ClassValue('datetime.timedelta', constructing('timedelta', TIMEDELTA_SIGNATURE, timeDeltaOf), load);
}

function timezoneClass(): ClassValue {
  const construct = constructing('timezone', 'offset, name=None', ([offset]) => {
    if (!(offset instanceof TimeDeltaValue)) {
      throw typeError(`timezone() argument 1 must be datetime.timedelta, not ${typeName(offset)}`);
    }
    if (offset.micros <= -MICROS_PER_DAY || offset.micros >= MICROS_PER_DAY) {
      throw valueError(
        `offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not ${offset.representation()}.`,
      );
    }
    return offsetZone(offset.micros);
  });
  return new ClassValue('datetime.timezone', construct, () => new Map([['utc', utcZone()]]));
}

function zoneOfOffset(offset: bigint | null): ZoneValue | null {
  return offset === null ? null : offsetZone(offset);
}

function textOf(value: Value): string {
  if (typeof value !== 'string') throw typeError('fromisoformat: argument must be str');
  return value;
}

/** The system's time. */
export function systemClock(): bigint {
  return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000));
}

/** Microseconds of a timestamp in seconds. */
function microsOfStamp(stamp: Value): bigint {
  if (isInt(stamp)) return bigintOf(stamp) * 1_000_000n;
  if (!isNumeric(stamp)) throw typeError(`an integer is required (got type ${typeName(stamp)})`);
  const seconds = floatOf(stamp);
  const whole = Math.floor(seconds);
  return BigInt(whole) * 1_000_000n + lossyRound((seconds - whole) * 1_000_000);
}
