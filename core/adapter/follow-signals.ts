/**
 * One signal for several, until it is let go of. `AbortSignal.any` does the same, but each of its sources remembers it for
 * as long as the source lives: for one that outlives thousands of sessions that is a leak.
 */

export interface FollowedSignals {
  readonly signal: AbortSignal;
  /** The sources forget it. */
  readonly release: () => void;
}

/** Aborted as soon as one of the sources is. */
export function followSignals(sources: readonly AbortSignal[]): FollowedSignals {
  const own = new AbortController();
  const abort = (): void => own.abort();
  const release = (): void => {
    for (const source of sources) source.removeEventListener('abort', abort);
  };
  for (const source of sources) {
    if (source.aborted) abort();
    else source.addEventListener('abort', abort, { once: true });
  }
  return { signal: own.signal, release };
}
