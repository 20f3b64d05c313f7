/** pytz's zones of a fixed offset: `pytz.utc` and `pytz.FixedOffset`. */
import { hostFunction } from '../../host-function.js';
import { typeError, valueError } from '../../python-error.js';
import type { Value } from '../../value.js';
import { DateTimeValue, dateTimeOfInstant } from '../datetime.js';
import { FixedZone } from '../zone.js';

class PytzFixedZone extends FixedZone {
  override attribute(name: string): Value | undefined {
    if (name === 'localize') return hostFunction(name, 'dt, is_dst=False', ([moment]) => localize(this, moment));
    if (name === 'normalize') return hostFunction(name, 'dt, is_dst=False', ([moment]) => normalize(this, moment));
    return super.attribute(name);
  }

  override text(): string {
    return this.nameAt() === 'UTC' ? 'UTC' : this.representation();
  }
}

function dateTime(value: Value): DateTimeValue {
  if (!(value instanceof DateTimeValue)) throw typeError('a datetime is required');
  return value;
}

function localize(zone: FixedZone, value: Value): DateTimeValue {
  const moment = dateTime(value);
  if (moment.zone !== null) throw valueError('Not naive datetime (tzinfo is already set)');
  return new DateTimeValue(moment.day, moment.clock, zone);
}

function normalize(zone: FixedZone, value: Value): DateTimeValue {
  const moment = dateTime(value);
  if (moment.zone === null) throw valueError('Naive time - no tzinfo set');
  return dateTimeOfInstant(moment.instant, zone);
}

export function pytzUtc(): FixedZone {
  return new PytzFixedZone(0n, { name: 'UTC', representation: '<UTC>', saving: 0n });
}

/** `pytz.FixedOffset(minutes)`. */
export function pytzFixedOffset(minutes: number): FixedZone {
  if (minutes === 0) return pytzUtc();
  if (Math.abs(minutes) >= 1440) throw valueError(`('absolute offset is too large', ${minutes})`);
  const representation = `pytz.FixedOffset(${minutes})`;
  return new PytzFixedZone(BigInt(minutes) * 60_000_000n, { name: '', representation, saving: 0n });
}
