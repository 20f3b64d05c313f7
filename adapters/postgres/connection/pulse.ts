/**
 * Bounds the wait for answers that will never come. A statement may run for hours, so silence alone says nothing: after a
 * while a new connection asks whether the server is there, and only when that fails again and again the silent ones are given up.
 */
import type pg from 'pg';
import { failureError } from '../../../core/adapter/failure-error.js';
import { classifyError } from '../classify-error.js';

export interface Pulse {
  /** Waits for work on a connection; rejects as a lost connection when the server is found to be gone. */
  watch<T>(client: pg.Client, work: Promise<T>): Promise<T>;
  stop(): void;
}

export interface PulseOptions {
  /** Milliseconds without an answer after which the server is asked, and between two times. */
  readonly interval: number;
  /** Connects anew and closes again. */
  readonly probe: () => Promise<void>;
  /** Closes a connection at once, which ends its work with an error. */
  readonly cut: (client: pg.Client) => void;
}

/** So many times in a row the server has not been there. */
const MISSES = 3;

/** A profile may set no `connect_timeout`. */
const LONGEST_PROBE = 30_000;

/** Longest pause between two questions once one has failed. */
const LONGEST_PAUSE = 10_000;

/** Nothing runs while nothing waits. */
export function createPulse({ interval, probe, cut }: PulseOptions): Pulse {
  const waiting = new Map<pg.Client, number>();
  const lost = new WeakSet<pg.Client>();
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  let misses = 0;

  const longestWait = (): number => Date.now() - Math.min(...waiting.values(), Date.now());
  const schedule = (delay: number): void => {
    if (timer !== null || isStopped || waiting.size === 0) return;
    timer = setTimeout(beat, delay);
    timer.unref();
  };
  const beat = async (): Promise<void> => {
    const silent = longestWait();
    if (silent >= interval) misses = (await isThere(probe)) ? 0 : misses + 1;
    else misses = 0;
    timer = null;
    if (misses >= MISSES) {
      for (const [client, since] of waiting) {
        if (Date.now() - since < interval) continue;
        lost.add(client);
        cut(client);
      }
      misses = 0;
    }
    schedule(misses > 0 ? Math.min(interval, LONGEST_PAUSE) : interval);
  };
  return {
    watch: async (client, work) => {
      waiting.set(client, Date.now());
      schedule(interval);
      try {
        return await work;
      } catch (error) {
        if (!lost.has(client)) throw error;
        throw failureError({ kind: 'connection', message: LOST, hint: 'Is the network up?' }, error);
      } finally {
        waiting.delete(client);
      }
    },
    stop: () => {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

const LOST =
  'The server gave no answer any more, and new connections to it got none either: the connection was given up.';

/** A server that refuses a new connection is there. */
async function isThere(probe: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), LONGEST_PROBE);
  });
  try {
    return await Promise.race([probe().then(() => true), tooLong]);
  } catch (error) {
    const { kind, code } = classifyError(error);
    const isAnswer = code !== null && /^[0-9A-Z]{5}$/.test(code);
    return isAnswer || (kind !== 'connection' && kind !== 'timeout');
  } finally {
    clearTimeout(timer);
  }
}
