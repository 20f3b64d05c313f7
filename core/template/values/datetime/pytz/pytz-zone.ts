/**
 * pytz's zones of a region. The rules come from JavaScript's Intl, which is asked only when a template uses such a zone.
 */
import { hostFunction } from '../../host-function.js';
import { isTruthy } from '../../operators/truth.js';
import { PythonError, typeError, valueError } from '../../python-error.js';
import { str } from '../../text.js';
import type { HashKey, HostFunction, Value } from '../../value.js';
import { DateTimeValue, dateTimeOfInstant } from '../datetime.js';
import { TimeDeltaValue } from '../timedelta.js';
import { type WallMicros, ZoneValue } from '../zone.js';
import { abbreviationOf } from './zone-abbreviation.js';

const MINUTE = 60_000_000n;
const DAY = 1440n * MINUTE;

/** The rules of one region, shared by all its zone values. */
export class Region {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;

  /** Throws a RangeError when there is no such region. */
  constructor(name: string) {
    this.name = name;
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  }

  /** Offset to UTC in microseconds at an instant. */
  offsetAt(instant: bigint): bigint {
    const parts = this.#format.formatToParts(Number(instant / 1000n));
    const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
    const [, sign, hours, minutes, seconds = '0'] = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text) ?? [];
    if (sign === undefined) return 0n;
    const size = BigInt(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1_000_000n;
    return sign === '-' ? -size : size;
  }

  /** Daylight saving at an instant: what the offset exceeds the smaller one of that year's halves by. */
  savingAt(instant: bigint): bigint {
    const half = 182n * DAY;
    const offset = this.offsetAt(instant);
    const offsets = [offset, this.offsetAt(instant - half), this.offsetAt(instant + half)];
    const [standard] = offsets.sort((left, right) => (left < right ? -1 : 1));
    return offset - standard <= 120n * MINUTE ? offset - standard : 0n;
  }

  /** The offsets that a wall time may have: none in a gap, two when a clock is set back. */
  offsetsAtWall(wall: WallMicros): { possible: bigint[]; around: bigint[] } {
    const around = [...new Set([this.offsetAt(wall - DAY), this.offsetAt(wall + DAY)])];
    return { possible: around.filter((offset) => this.offsetAt(wall - offset) === offset), around };
  }
}

/** A region's zone as `pytz.timezone` gives it (with the local mean time of old), or with the offset of one time. */
export class PytzZone extends ZoneValue {
  readonly typeName = 'pytz.tzfile.DstTzInfo';
  readonly region: Region;
  readonly #offset: bigint;
  readonly #saving: bigint;
  readonly #name: string;

  constructor(region: Region, instant: bigint | null) {
    super();
    this.region = region;
    // Before any standard time each place had its own mean time; pytz counts that in whole minutes.
    const first = region.offsetAt(-5_000_000_000_000_000n);
    this.#offset = instant === null ? roundToMinute(first) : region.offsetAt(instant);
    this.#saving = instant === null ? 0n : region.savingAt(instant);
    this.#name = instant === null ? 'LMT' : abbreviationOf(region.name, Number(instant / 1000n), this.#offset);
  }

  offsetAt(): bigint {
    return this.#offset;
  }

  nameAt(): string {
    return this.#name;
  }

  savingAt(): bigint {
    return this.#saving;
  }

  atInstant(instant: bigint): { zone: ZoneValue; wall: WallMicros } {
    const zone = new PytzZone(this.region, instant);
    return { zone, wall: instant + zone.offsetAt() };
  }

  override attribute(name: string): Value | undefined {
    if (name === 'zone') return this.region.name;
    return zoneMethod(this, this.region, name);
  }

  override hashKey(): HashKey {
    return `\0zone${this.representation()}`;
  }

  override equals(other: Value): boolean {
    return other instanceof PytzZone && other.hashKey() === this.hashKey();
  }

  override text(): string {
    return this.region.name;
  }

  override representation(): string {
    const offset = new TimeDeltaValue(this.#offset).text();
    const shown = this.#offset < 0n ? offset : `+${offset}`;
    return `<DstTzInfo '${this.region.name}' ${this.#name}${shown} ${this.#saving === 0n ? 'STD' : 'DST'}>`;
  }
}

function roundToMinute(offset: bigint): bigint {
  const half = offset < 0n ? -MINUTE / 2n : MINUTE / 2n;
  return ((offset + half) / MINUTE) * MINUTE;
}

function zoneMethod(zone: PytzZone, region: Region, name: string): HostFunction | undefined {
  switch (name) {
    case 'localize':
      return hostFunction(name, 'dt, is_dst=False', ([moment, isDst]) => localize(region, naive(moment), isDst));
    case 'normalize':
      return hostFunction(name, 'dt', ([moment]) => dateTimeOfInstant(aware(moment).instant, zone));
    case 'fromutc':
      return hostFunction(name, 'dt', ([moment]) => dateTimeOfInstant(dateTime(moment).wall, zone));
    case 'utcoffset':
    case 'tzname':
    case 'dst':
      return hostFunction(name, 'dt, is_dst=None', ([moment, isDst]) => {
        if (moment === null) return null;
        const localized = localize(region, dateTime(moment), isDst ?? false);
        if (name === 'tzname') return localized.zone?.nameAt(localized.wall) ?? null;
        return new TimeDeltaValue((name === 'dst' ? localized.zone?.savingAt(localized.wall) : localized.offset) ?? 0n);
      });
    default:
      return undefined;
  }
}

function dateTime(value: Value): DateTimeValue {
  if (!(value instanceof DateTimeValue)) throw typeError('a datetime is required');
  return value;
}

function naive(value: Value): DateTimeValue {
  const moment = dateTime(value);
  if (moment.zone !== null) throw valueError('Not naive datetime (tzinfo is already set)');
  return moment;
}

function aware(value: Value): DateTimeValue {
  const moment = dateTime(value);
  if (moment.zone === null) throw valueError('Naive time - no tzinfo set');
  return moment;
}

/** The moment with the zone's offset at its wall time; `isDst` decides where that is open, and None refuses to. */
function localize(region: Region, moment: DateTimeValue, isDst: Value): DateTimeValue {
  const { possible, around } = region.offsetsAtWall(moment.wall);
  const choices = possible.length > 0 ? possible : around;
  if (choices.length > 1 || possible.length === 0) {
    const problem = possible.length === 0 ? 'NonExistentTimeError' : 'AmbiguousTimeError';
    if (isDst === null) throw new PythonError(problem, str(moment));
  }
  const wantsLarger = isTruthy(isDst);
  const offset = choices.reduce((best, other) => (other > best === wantsLarger ? other : best));
  // In a gap the instant lies on the other side, so the zone is taken from the side whose offset was chosen.
  const instant = possible.length > 0 ? moment.wall - offset : gapInstant(region, moment.wall, offset);
  return new DateTimeValue(moment.day, moment.clock, new PytzZone(region, instant));
}

function gapInstant(region: Region, wall: bigint, offset: bigint): bigint {
  return region.offsetAt(wall - DAY) === offset ? wall - DAY : wall + DAY;
}
