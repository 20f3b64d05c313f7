/** The jobs that may start, best first: greater depth, then the plan's order. Two heaps, so that a busy writer hides no reader. */
import type { UniqueId } from '../../resources/node.js';

export interface Job {
  readonly id: UniqueId;
  readonly waitsFor: readonly UniqueId[];
  readonly depth: number;
  /** Uses what only one job may use at a time. */
  readonly isExclusive: boolean;
}

export interface ReadyQueue {
  /** Jobs are known by their number in the list. */
  readonly add: (job: number) => void;
  /** The best job, or the best that is not exclusive; null when there is none. */
  readonly take: (allowExclusive: boolean) => number | null;
}

/** A queue over the given jobs, whose order decides between equal depths. */
export function readyQueue(jobs: readonly Job[]): ReadyQueue {
  const best = jobs.map((_, index) => index).sort((a, b) => jobs[b].depth - jobs[a].depth || a - b);
  const rankOf = new Uint32Array(jobs.length);
  for (let rank = 0; rank < best.length; rank++) rankOf[best[rank]] = rank;
  /** Heaps of ranks, least first. */
  const exclusive: number[] = [];
  const shared: number[] = [];
  return {
    add: (job) => push(jobs[job].isExclusive ? exclusive : shared, rankOf[job]),
    take: (allowExclusive) => {
      const writer = (allowExclusive ? exclusive[0] : undefined) ?? Number.POSITIVE_INFINITY;
      const reader = shared[0] ?? Number.POSITIVE_INFINITY;
      if (writer === reader) return null;
      return best[pop(writer < reader ? exclusive : shared)];
    },
  };
}

function push(heap: number[], rank: number): void {
  heap.push(rank);
  let index = heap.length - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (heap[parent] <= rank) break;
    heap[index] = heap[parent];
    index = parent;
  }
  heap[index] = rank;
}

function pop(heap: number[]): number {
  const least = heap[0];
  const last = heap.pop()!;
  if (heap.length > 0) sink(heap, last);
  return least;
}

/** Puts a rank in the place of the first one. */
function sink(heap: number[], rank: number): void {
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1] < heap[child]) child++;
    if (heap[child] >= rank) break;
    heap[index] = heap[child];
    index = child;
  }
  heap[index] = rank;
}
