/**
 * The handle of a run that goes on: a promise of its result that also iterates over its events. Every reader sees all
 * events from the first on, the run waits for none, and an error reaches whoever waits or reads, never the process.
 */
import { followSignals } from '../../../adapter/follow-signals.js';
import type { Run, RunEvent } from '../types/events.js';
import type { RunResult } from '../types/results.js';

/** Does the work; `emit` is given each event as it happens, `signal` is aborted when the run is to stop. */
export type RunWork = (emit: (event: RunEvent) => void, signal: AbortSignal) => Promise<RunResult>;

/** Begins the work at once. `signal` is the caller's. */
export function startHandle(work: RunWork, signal: AbortSignal | undefined): Run {
  const stop = new AbortController();
  const events: RunEvent[] = [];
  let wake = (): void => {};
  let changed = new Promise<void>((resolve) => {
    wake = resolve;
  });
  let isOver = false;
  const tell = (): void => {
    const wakeReaders = wake;
    changed = new Promise((resolve) => {
      wake = resolve;
    });
    wakeReaders();
  };
  const emit = (event: RunEvent): void => {
    events.push(event);
    tell();
  };
  const stopped = followSignals(signal === undefined ? [stop.signal] : [stop.signal, signal]);
  // In a step of its own: nothing of the run happens, or throws, before the caller has the handle.
  const result = Promise.resolve().then(() => work(emit, stopped.signal));
  const finish = (): void => {
    isOver = true;
    stopped.release();
    tell();
  };
  result.then(finish, finish);
  async function* read(): AsyncGenerator<RunEvent, void, undefined> {
    for (let next = 0; ; ) {
      while (next < events.length) yield events[next++]!;
      if (isOver) break;
      await changed;
    }
    await result;
  }
  return Object.assign(result, { [Symbol.asyncIterator]: read, cancel: () => stop.abort() });
}
