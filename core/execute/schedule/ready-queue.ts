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
  readonly add: (job: Job) => void;
  /** The best job, or the best that is not exclusive; null when there is none. */
  readonly take: (allowExclusive: boolean) => Job | null;
}

/** A queue over the given jobs, whose order decides between equal depths. */
export function readyQueue(jobs: readonly Job[]): ReadyQueue {
  const order = new Map(jobs.map((job, index) => [job.id, index]));
  const isBefore = (a: Job, b: Job) =>
    a.depth > b.depth || (a.depth === b.depth && order.get(a.id)! < order.get(b.id)!);
  const exclusive: Job[] = [];
  const shared: Job[] = [];
  return {
    add: (job) => push(job.isExclusive ? exclusive : shared, job, isBefore),
    take: (allowExclusive) => {
      const writer = allowExclusive ? exclusive[0] : undefined;
      const reader = shared[0];
      if (writer === undefined && reader === undefined) return null;
      const isWriterFirst = reader === undefined || (writer !== undefined && isBefore(writer, reader));
      return pop(isWriterFirst ? exclusive : shared, isBefore);
    },
  };
}

type Order = (a: Job, b: Job) => boolean;

function push(heap: Job[], job: Job, isBefore: Order): void {
  heap.push(job);
  let index = heap.length - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!isBefore(heap[index], heap[parent])) break;
    [heap[index], heap[parent]] = [heap[parent], heap[index]];
    index = parent;
  }
}

function pop(heap: Job[], isBefore: Order): Job {
  const best = heap[0];
  const last = heap.pop()!;
  if (heap.length > 0) {
    heap[0] = last;
    sink(heap, isBefore);
  }
  return best;
}

function sink(heap: Job[], isBefore: Order): void {
  for (let index = 0; ; ) {
    let least = index;
    for (const child of [2 * index + 1, 2 * index + 2]) {
      if (child < heap.length && isBefore(heap[child], heap[least])) least = child;
    }
    if (least === index) return;
    [heap[index], heap[least]] = [heap[least], heap[index]];
    index = least;
  }
}
