/**
 * Starts jobs as soon as what they wait for is done, those with the longest way behind them first, a bounded number at
 * once. Jobs that share what only one may use at a time (the writer of SQLite) never overlap.
 */
import type { UniqueId } from '../../resources/node.js';
import { type Job, readyQueue } from './ready-queue.js';

export interface ScheduleOptions {
  readonly threads: number;
  /** Runs a job on a thread (from 1). True when the jobs that wait for it may start. What it throws ends the schedule. */
  readonly run: (id: UniqueId, thread: number) => Promise<boolean>;
  /** Told of jobs that will not run because of a failed one, nearest first. */
  readonly skip: (id: UniqueId, becauseOf: UniqueId) => void;
  /** Asked before each start: when true nothing more is started. */
  readonly isStopped: () => boolean;
}

/** Runs all jobs; answers the ids that were neither run nor skipped because it was stopped. */
export function schedule(jobs: readonly Job[], options: ScheduleOptions): Promise<readonly UniqueId[]> {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const waiting = new Map<UniqueId, number>();
  const children = new Map<UniqueId, UniqueId[]>(jobs.map((job) => [job.id, []]));
  const ready = readyQueue(jobs);
  for (const job of jobs) {
    waiting.set(job.id, job.waitsFor.length);
    for (const parent of job.waitsFor) children.get(parent)?.push(job.id);
    if (job.waitsFor.length === 0) ready.add(job);
  }
  const freeThreads = Array.from({ length: options.threads }, (_, index) => options.threads - index);
  const left = new Set(byId.keys());
  let isWriting = false;

  const release = (id: UniqueId) => {
    for (const child of children.get(id) ?? []) {
      const count = (waiting.get(child) ?? 0) - 1;
      waiting.set(child, count);
      if (count === 0 && left.has(child)) ready.add(byId.get(child)!);
    }
  };
  const skipBelow = (id: UniqueId) => {
    const pending = (children.get(id) ?? []).map((child) => [child, id] as const);
    for (let next = 0; next < pending.length; next++) {
      const [skipped, cause] = pending[next];
      if (!left.delete(skipped)) continue;
      options.skip(skipped, cause);
      pending.push(...(children.get(skipped) ?? []).map((child) => [child, skipped] as const));
    }
  };

  return new Promise((resolve, reject) => {
    const start = (job: Job) => {
      const thread = freeThreads.pop()!;
      left.delete(job.id);
      if (job.isExclusive) isWriting = true;
      const finish = (isDone: boolean): void => {
        freeThreads.push(thread);
        if (job.isExclusive) isWriting = false;
        if (isDone) release(job.id);
        else skipBelow(job.id);
        pump();
      };
      options.run(job.id, thread).then(finish).catch(reject);
    };
    const pump = () => {
      while (freeThreads.length > 0 && !options.isStopped()) {
        const job = ready.take(!isWriting);
        if (job === null) break;
        start(job);
      }
      if (freeThreads.length === options.threads) resolve([...left]);
    };
    pump();
  });
}
