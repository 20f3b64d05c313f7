/** `pytz.utc`. */
import { FixedZone } from './zone.js';

export function pytzUtc(): FixedZone {
  return new FixedZone(0n, { name: 'UTC', representation: '<UTC>', saving: 0n });
}
