/**
 * Decides which nodes are left as they are before anything is scheduled: those of which everything that they wait for is left
 * too. What a run builds changes nothing for them, so that the answer is the one they would get when their turn came.
 */
import type { UniqueId } from '../../resources/node.js';
import { type Job, readyQueue } from '../schedule/ready-queue.js';
import { edgesOf } from '../schedule/schedule.js';

/** Their ids in the order in which they would have been started. */
export function settleReused(jobs: readonly Job[], isReused: (id: UniqueId) => boolean): ReadonlySet<UniqueId> {
  const { waiting, children } = edgesOf(jobs);
  const ready = readyQueue(jobs);
  for (let job = 0; job < jobs.length; job++) if (waiting[job] === 0) ready.add(job);
  const settled = new Set<UniqueId>();
  for (let job = ready.take(true); job !== null; job = ready.take(true)) {
    const { id } = jobs[job];
    if (!isReused(id)) continue;
    settled.add(id);
    for (let at = children.starts[job]; at < children.starts[job + 1]; at++) {
      const child = children.targets[at];
      if (--waiting[child] === 0) ready.add(child);
    }
  }
  return settled;
}

/** The others, which wait no longer for those that are settled. */
export function unsettled(jobs: readonly Job[], settled: ReadonlySet<UniqueId>): readonly Job[] {
  if (settled.size === 0) return jobs;
  const left = jobs.filter(({ id }) => !settled.has(id));
  return left.map((job) => ({ ...job, waitsFor: job.waitsFor.filter((id) => !settled.has(id)) }));
}
