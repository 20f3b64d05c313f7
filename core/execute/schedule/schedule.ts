/**
 * Starts jobs as soon as what they wait for is done, those with the longest way behind them first, a bounded number at
 * once. Of jobs that share what only one may use at a time (the writer of SQLite), the next is prepared while the one before
 * it comes to its end.
 */
import { reversed } from '../../graph/edges.js';
import type { Neighbours } from '../../graph/graph.js';
import type { UniqueId } from '../../resources/node.js';
import { type Job, readyQueue } from './ready-queue.js';

export interface ScheduleOptions {
  readonly threads: number;
  /**
   * Runs a job on a thread (from 1). True when the jobs that wait for it may start. What it throws ends the schedule. An
   * exclusive job may tell by `onEnding` that what it shares will be free in a moment.
   */
  readonly run: (id: UniqueId, thread: number, onEnding: () => void) => Promise<boolean>;
  /** Told of jobs that will not run because of a failed one, nearest first. */
  readonly skip: (id: UniqueId, becauseOf: UniqueId) => void;
  /** Asked before each start: when true nothing more is started. */
  readonly isStopped: () => boolean;
}

/** Runs all jobs; answers the ids that were neither run nor skipped because it was stopped. */
export function schedule(jobs: readonly Job[], options: ScheduleOptions): Promise<readonly UniqueId[]> {
  const { waiting, children } = edgesOf(jobs);
  const ready = readyQueue(jobs);
  for (let job = 0; job < jobs.length; job++) if (waiting[job] === 0) ready.add(job);
  const freeThreads = Array.from({ length: options.threads }, (_, index) => options.threads - index);
  /** 1 for jobs that were neither started nor skipped. */
  const isLeft = new Uint8Array(jobs.length).fill(1);
  let isWriting = false;

  const release = (job: number) => {
    for (let at = children.starts[job]; at < children.starts[job + 1]; at++) {
      const child = children.targets[at];
      if (--waiting[child] === 0 && isLeft[child] === 1) ready.add(child);
    }
  };
  const skipBelow = (job: number) => {
    const pending = [job];
    for (let next = 0; next < pending.length; next++) {
      const cause = pending[next];
      for (let at = children.starts[cause]; at < children.starts[cause + 1]; at++) {
        const skipped = children.targets[at];
        if (isLeft[skipped] === 0) continue;
        isLeft[skipped] = 0;
        options.skip(jobs[skipped].id, jobs[cause].id);
        pending.push(skipped);
      }
    }
  };

  return new Promise((resolve, reject) => {
    const start = (job: number) => {
      const thread = freeThreads.pop()!;
      const { id, isExclusive } = jobs[job];
      isLeft[job] = 0;
      let isHolding = isExclusive;
      if (isExclusive) isWriting = true;
      const letGo = (): void => {
        if (isHolding) isWriting = false;
        isHolding = false;
      };
      const onEnding = (): void => {
        if (!isHolding) return;
        letGo();
        // Not at once: the job is about to send its last message.
        setImmediate(pump);
      };
      const finish = (isDone: boolean): void => {
        freeThreads.push(thread);
        letGo();
        if (isDone) release(job);
        else skipBelow(job);
        pump();
      };
      options.run(id, thread, onEnding).then(finish).catch(reject);
    };
    const pump = () => {
      while (freeThreads.length > 0 && !options.isStopped()) {
        const job = ready.take(!isWriting);
        if (job === null) break;
        start(job);
      }
      if (freeThreads.length === options.threads)
        resolve(jobs.filter((_, job) => isLeft[job] === 1).map(({ id }) => id));
    };
    pump();
  });
}

/** How many jobs each waits for, and which wait for it, by number. What is no job is waited for in vain, as it never ends. */
export function edgesOf(jobs: readonly Job[]): { readonly waiting: Uint32Array; readonly children: Neighbours } {
  const numbers = new Map<UniqueId, number>();
  let edges = 0;
  for (const { id, waitsFor } of jobs) {
    numbers.set(id, numbers.size);
    edges += waitsFor.length;
  }
  const waiting = new Uint32Array(jobs.length);
  const starts = new Uint32Array(jobs.length + 1);
  const targets = new Uint32Array(edges);
  let end = 0;
  for (let job = 0; job < jobs.length; job++) {
    const { waitsFor } = jobs[job];
    waiting[job] = waitsFor.length;
    for (const id of waitsFor) {
      const parent = numbers.get(id);
      if (parent !== undefined) targets[end++] = parent;
    }
    starts[job + 1] = end;
  }
  return { waiting, children: reversed({ starts, targets: targets.subarray(0, end) }) };
}
