/** What stage 7 has to do with the clock: time stamps, spans, pauses. */

/** The time as artifacts write it: ISO 8601, UTC, microseconds. */
export function timestamp(): string {
  return timestampAt(performance.now());
}

/** The same of a reading of `performance.now()`. */
export function timestampAt(reading: number): string {
  const now = performance.timeOrigin + reading;
  const micros = String(Math.floor((now % 1) * 1000)).padStart(3, '0');
  return `${new Date(Math.floor(now)).toISOString().slice(0, -1)}${micros}Z`;
}

/** Seconds since a reading of `performance.now()`. */
export function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}

/** A pause of the clock; a cancel ends it early. */
export function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    if (signal.aborted) finish();
    else signal.addEventListener('abort', finish, { once: true });
  });
}
