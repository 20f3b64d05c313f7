/** The time as artifacts write it: ISO 8601, UTC, microseconds. */
export function timestamp(): string {
  const now = performance.timeOrigin + performance.now();
  const micros = String(Math.floor((now % 1) * 1000)).padStart(3, '0');
  return `${new Date(Math.floor(now)).toISOString().slice(0, -1)}${micros}Z`;
}

/** Seconds since a reading of `performance.now()`. */
export function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}
