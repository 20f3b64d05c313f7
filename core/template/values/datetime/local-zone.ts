/** The time zone of the machine, as JavaScript's Date knows it. */
import { FixedZone, offsetText, type WallMicros, ZoneValue } from './zone.js';

class LocalZone extends ZoneValue {
  readonly typeName = 'datetime.timezone';

  offsetAt(wall: WallMicros): bigint {
    const at = new Date(Number(wall / 1000n));
    const local = new Date(at.getTime() + at.getTimezoneOffset() * 60_000);
    return BigInt(-local.getTimezoneOffset()) * 60_000_000n;
  }

  nameAt(wall: WallMicros): string {
    const offset = this.offsetAt(wall);
    return offset === 0n ? 'UTC' : offsetText(offset, '').slice(0, offset % 3_600_000_000n === 0n ? 3 : 5);
  }

  savingAt(): null {
    return null;
  }

  /** `astimezone()` gives a zone with the offset of that time. */
  atInstant(instant: bigint): { zone: ZoneValue; wall: WallMicros } {
    const offset = BigInt(-new Date(Number(instant / 1000n)).getTimezoneOffset()) * 60_000_000n;
    const wall = instant + offset;
    const name = this.nameAt(wall);
    const delta = `datetime.timedelta(seconds=${offset / 1_000_000n})`;
    const representation = `datetime.timezone(${offset === 0n ? 'datetime.timedelta(0)' : delta}, '${name}')`;
    return { zone: new FixedZone(offset, { name, representation, saving: null }), wall };
  }

  text(): string {
    return 'local';
  }
}

export function localZone(): ZoneValue {
  return new LocalZone();
}
