/** Time zones: what an aware datetime asks of its tzinfo, and zones of a fixed offset. */
import { hostFunction } from '../host-function.js';
import { type HashKey, TemplateObject, type Value } from '../value.js';
import { TimeDeltaValue } from './timedelta.js';

/** Microseconds since 1970 of a wall time, read as if it were UTC. */
export type WallMicros = bigint;

export abstract class ZoneValue extends TemplateObject {
  /** Offset to UTC in microseconds at a wall time of this zone. */
  abstract offsetAt(wall: WallMicros): bigint;
  /** Abbreviation at a wall time. */
  abstract nameAt(wall: WallMicros): string;
  /** Daylight saving at a wall time in microseconds; null when the zone does not say. */
  abstract savingAt(wall: WallMicros): bigint | null;
  /** The zone and wall time of an instant: zones of a region answer the zone with its offset of that time. */
  abstract atInstant(instant: bigint): { zone: ZoneValue; wall: WallMicros };
}

/** `datetime.timezone`, `pytz.utc`, `pytz.FixedOffset`. */
export class FixedZone extends ZoneValue {
  readonly typeName = 'datetime.timezone';
  readonly #offset: bigint;
  readonly #name: string;
  readonly #representation: string;
  readonly #saving: bigint | null;

  constructor(
    offset: bigint,
    { name, representation, saving }: { name: string; representation: string; saving: bigint | null },
  ) {
    super();
    this.#offset = offset;
    this.#name = name;
    this.#representation = representation;
    this.#saving = saving;
  }

  offsetAt(): bigint {
    return this.#offset;
  }

  nameAt(): string {
    return this.#name;
  }

  savingAt(): bigint | null {
    return this.#saving;
  }

  atInstant(instant: bigint): { zone: ZoneValue; wall: WallMicros } {
    return { zone: this, wall: instant + this.#offset };
  }

  override attribute(name: string): Value | undefined {
    if (name === 'zone') return this.#name;
    if (name === 'utcoffset') return hostFunction('utcoffset', 'dt', () => new TimeDeltaValue(this.#offset));
    if (name === 'tzname') return hostFunction('tzname', 'dt', () => this.#name);
    return undefined;
  }

  override hashKey(): HashKey {
    return `\0zone${this.#representation}`;
  }

  override equals(other: Value): boolean {
    return other instanceof FixedZone && other.#representation === this.#representation;
  }

  override text(): string {
    return this.#name;
  }

  override representation(): string {
    return this.#representation;
  }
}

/** `datetime.timezone.utc`. */
export function utcZone(): FixedZone {
  return new FixedZone(0n, { name: 'UTC', representation: 'datetime.timezone.utc', saving: null });
}

/** `datetime.timezone(offset)`. */
export function offsetZone(offset: bigint): FixedZone {
  if (offset === 0n) return utcZone();
  const representation = `datetime.timezone(${new TimeDeltaValue(offset).representation()})`;
  return new FixedZone(offset, { name: `UTC${offsetText(offset, ':')}`, representation, saving: null });
}

/** `+01:00`, with seconds and microseconds only when there are some. */
export function offsetText(offset: bigint, separator: string): string {
  const size = Number(offset < 0n ? -offset : offset);
  const seconds = Math.floor(size / 1_000_000);
  const two = (number: number) => String(number).padStart(2, '0');
  const parts = [two(Math.floor(seconds / 3600)), two(Math.floor(seconds / 60) % 60)];
  const micros = size % 1_000_000;
  if (seconds % 60 !== 0 || micros !== 0) parts.push(two(seconds % 60));
  const fraction = micros === 0 ? '' : `.${String(micros).padStart(6, '0')}`;
  return (offset < 0n ? '-' : '+') + parts.join(separator) + fraction;
}
