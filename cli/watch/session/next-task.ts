/** Waits for something to do: a key's wish, a batch of saved files that is complete, or a moment of rest. */
import type { SessionCore, Task } from './state.js';

/** After so long without an event the session is idle. */
const SETTLE_MS = 1_000;
/** A checkout that takes longer is built in pieces. */
const LONGEST_BUSY_MS = 10_000;
const BUSY_POLL_MS = 50;

/** The next thing to do, one at a time. */
export async function nextTask(core: SessionCore): Promise<Task> {
  const { state, parts } = core;
  const since = parts.now();
  let busySince: number | null = null;
  const waitForBatch = (): number | null => {
    const now = parts.now();
    const wait = core.queue.wait(now);
    if (wait !== 0) return wait;
    busySince ??= now;
    return parts.isBusyElsewhere() && now - busySince < LONGEST_BUSY_MS ? BUSY_POLL_MS : 0;
  };
  for (;;) {
    if (parts.signal.aborted) return { kind: 'quit' };
    const { request } = state;
    if (request !== null) {
      state.request = null;
      return request;
    }
    const wait = state.isPaused || state.prompt !== null ? null : waitForBatch();
    if (wait === 0) return { kind: 'changes' };
    const rested = parts.now() - since;
    if (wait === null && !state.isSettled && rested >= SETTLE_MS) {
      state.isSettled = true;
      await parts.workshop.settle();
    } else await sleep(core, wait ?? (state.isSettled ? null : SETTLE_MS - rested));
  }
}

/** Until the alarm rings, at most so long; null waits for the alarm alone. */
function sleep({ alarm, state, parts }: SessionCore, milliseconds: number | null): Promise<void> {
  if (state.request !== null || parts.signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = milliseconds === null ? undefined : setTimeout(resolve, milliseconds);
    alarm.ring = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
