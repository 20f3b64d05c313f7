/** A fixed number of places that callers hold one at a time, in the order in which they asked. */
import { failureError } from '../../core/adapter/failure-error.js';

export interface Slots {
  /** Waits for a free place and answers its number; rejects when aborted while waiting. */
  take(signal?: AbortSignal): Promise<number>;
  /** Waits for so many milliseconds at most; null when no place came free. */
  takeWithin(milliseconds: number): Promise<number | null>;
  give(place: number): void;
}

/** Makes so many places, numbered from 0. Lower ones are taken first. */
export function createSlots(count: number): Slots {
  const free = Array.from({ length: count }, (_, index) => count - 1 - index);
  const waiting: ((place: number) => void)[] = [];
  return {
    take: (signal) =>
      new Promise((resolve, reject) => {
        const cancelled = (): void =>
          reject(failureError({ kind: 'cancelled', message: 'Cancelled while waiting for the database.' }));
        if (signal?.aborted) return cancelled();
        const place = free.pop();
        if (place !== undefined) return resolve(place);
        const onAbort = (): void => {
          waiting.splice(waiting.indexOf(onPlace), 1);
          cancelled();
        };
        const onPlace = (given: number): void => {
          signal?.removeEventListener('abort', onAbort);
          resolve(given);
        };
        waiting.push(onPlace);
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
    takeWithin: (milliseconds) =>
      new Promise((resolve) => {
        const place = free.pop();
        if (place !== undefined) return resolve(place);
        const onPlace = (given: number): void => {
          clearTimeout(timer);
          resolve(given);
        };
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(onPlace), 1);
          resolve(null);
        }, milliseconds);
        waiting.push(onPlace);
      }),
    give: (place) => {
      const next = waiting.shift();
      if (next === undefined) free.push(place);
      else next(place);
    },
  };
}
