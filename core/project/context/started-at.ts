/** `run_started_at`: the start of the invocation as a datetime in pytz's UTC. */
import { dateTimeOfInstant } from '../../template/values/datetime/datetime.js';
import { parseDateTime } from '../../template/values/datetime/parse.js';
import { pytzUtc } from '../../template/values/datetime/pytz/pytz-fixed-zone.js';
import type { Value } from '../../template/values/value.js';

/** The value of an ISO text in UTC with microseconds; none when the text is no time. */
export function startedAtValue(startedAt: string): Value {
  const parsed = parseDateTime(startedAt);
  return parsed === null ? null : dateTimeOfInstant(parsed.instant, pytzUtc());
}
