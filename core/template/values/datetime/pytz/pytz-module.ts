/** `modules.pytz`: time zones by name. */
import { hostFunction } from '../../host-function.js';
import { integerArgument } from '../../methods/arguments.js';
import { PythonError } from '../../python-error.js';
import { quote, str } from '../../text.js';
import { type Members, ModuleValue } from '../../types/class-value.js';
import { SetValue } from '../../types/set.js';
import type { Value } from '../../value.js';
import type { ZoneValue } from '../zone.js';
import { pytzFixedOffset, pytzUtc } from './pytz-fixed-zone.js';
import { PytzZone, Region } from './pytz-zone.js';

/** The module. */
export function createPytzModule(): ModuleValue {
  return new ModuleValue('pytz', members);
}

function members(): Members {
  const names = Intl.supportedValuesOf('timeZone');
  return new Map<string, Value>([
    ['timezone', hostFunction('timezone', 'zone', ([zone]) => timezone(str(zone)))],
    ['utc', pytzUtc()],
    ['UTC', pytzUtc()],
    ['FixedOffset', hostFunction('FixedOffset', 'offset', ([offset]) => pytzFixedOffset(integerArgument(offset)))],
    ['all_timezones', names],
    ['all_timezones_set', new SetValue(names)],
    ['common_timezones', names],
    ['common_timezones_set', new SetValue(names)],
  ]);
}

const UTC_NAMES: ReadonlySet<string> = new Set(['utc', 'etc/utc', 'zulu', 'etc/zulu', 'universal']);

function timezone(name: string): ZoneValue {
  if (UTC_NAMES.has(name.toLowerCase())) return pytzUtc();
  try {
    // Intl also takes offsets such as `+01:00`, which are no names of regions.
    if (/^[A-Za-z]/.test(name)) return new PytzZone(new Region(spelled(name)), null);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new PythonError('UnknownTimeZoneError', quote(name));
}

function spelled(name: string): string {
  return Intl.supportedValuesOf('timeZone').find((known) => known.toLowerCase() === name.toLowerCase()) ?? name;
}
