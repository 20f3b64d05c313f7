/** The result of each node of a run as soon as there is one. */
import type { Run } from '../library/types/events.js';
import type { NodeResult } from '../library/types/results.js';

export interface NodeOutcomes {
  /** Resolves when the run has begun; rejects when it cannot be done at all. */
  readonly started: Promise<void>;
  /** The result of a node; null when the run ends without one. Never rejects. */
  readonly resultOf: (uniqueId: string) => Promise<NodeResult | null>;
}

/** Listens to a run; asked for the same node twice it answers the same. */
export function nodeOutcomes(run: Run): NodeOutcomes {
  const known = new Map<string, NodeResult>();
  const waiting = new Map<string, Set<(result: NodeResult | null) => void>>();
  let isOver = false;
  let onStart = (): void => {};
  let onFailure = (_error: unknown): void => {};
  const started = new Promise<void>((resolve, reject) => {
    onStart = resolve;
    onFailure = reject;
  });
  started.catch(() => {});
  const answer = (uniqueId: string, result: NodeResult | null): void => {
    for (const resolve of waiting.get(uniqueId) ?? []) resolve(result);
    waiting.delete(uniqueId);
  };
  const listen = async (): Promise<void> => {
    for await (const event of run) {
      if (event.kind === 'run-started') onStart();
      if (event.kind !== 'node-finished') continue;
      known.set(event.node.uniqueId, event.result);
      answer(event.node.uniqueId, event.result);
    }
  };
  const finish = (): void => {
    isOver = true;
    for (const uniqueId of [...waiting.keys()]) answer(uniqueId, null);
  };
  listen().then(onStart, onFailure).finally(finish);
  return {
    started,
    resultOf: (uniqueId) => {
      const result = known.get(uniqueId);
      if (result !== undefined || isOver) return Promise.resolve(result ?? null);
      return new Promise((resolve) => {
        waiting.set(uniqueId, (waiting.get(uniqueId) ?? new Set()).add(resolve));
      });
    },
  };
}
