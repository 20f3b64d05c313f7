/**
 * Paths that were saved, gathered until a burst is over: an editor's several events, or a checkout's thousands, become one
 * batch. Pure state; the time comes in with each call.
 */

export interface ChangeQueue {
  readonly push: (path: string, now: number) => void;
  /** Milliseconds until the batch may be taken: 0 now, null while nothing waits. */
  readonly wait: (now: number) => number | null;
  /** Everything that waits; the queue is empty afterwards. */
  readonly take: () => readonly string[];
  readonly size: () => number;
}

/** A single save is taken nearly at once; after many files the writer is probably not done. */
const FEW = 5;
const QUIET_MS = 20;
const BURST_QUIET_MS = 150;
/** Somebody who never stops writing is not waited for. */
const LONGEST_MS = 3_000;

/** An empty queue. */
export function createChangeQueue(): ChangeQueue {
  let paths = new Set<string>();
  let first = 0;
  let last = 0;
  return {
    push: (path, now) => {
      if (paths.size === 0) first = now;
      last = now;
      paths.add(path);
    },
    wait: (now) => {
      if (paths.size === 0) return null;
      const quiet = paths.size > FEW ? BURST_QUIET_MS : QUIET_MS;
      return Math.max(0, Math.min(last + quiet, first + LONGEST_MS) - now);
    },
    take: () => {
      const taken = [...paths];
      paths = new Set();
      return taken;
    },
    size: () => paths.size,
  };
}
