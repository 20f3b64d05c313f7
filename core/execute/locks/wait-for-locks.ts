/** Tries to take the locks of a run again and again until it has them, its time is up, or it is cancelled. */
import type { LockHolder, RunLocks } from '../../adapter/run-locks.js';

/** The pause between two attempts grows, so that a short wait ends soon and a long one costs little. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 500;
/** Between two reports of the same holder. */
const REPORT_MS = 10_000;

export interface WaitOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Told when the wait begins, when somebody else is in the way, and from time to time. */
  readonly onWait: (holder: LockHolder, waitedMs: number) => void;
  readonly now: () => number;
  /** Ends early when the signal is aborted. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export type WaitOutcome =
  | { readonly kind: 'held' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'refused'; readonly holder: LockHolder };

/** Never waits longer than the limit and one attempt; what an attempt throws passes through. */
export async function waitForLocks(locks: Pick<RunLocks, 'take'>, options: WaitOptions): Promise<WaitOutcome> {
  const { timeoutMs, signal, now } = options;
  const started = now();
  let reported = { holder: '', at: Number.NEGATIVE_INFINITY };
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const holder = await takeUnlessAborted(locks, signal);
    if (holder === 'cancelled') return { kind: 'cancelled' };
    if (holder === null) return { kind: 'held' };
    const waited = now() - started;
    if (waited >= timeoutMs) return { kind: 'refused', holder };
    const name = holder.owner?.invocationId ?? holder.description;
    if (reported.holder !== name || now() - reported.at >= REPORT_MS) {
      reported = { holder: name, at: now() };
      options.onWait(holder, waited);
    }
    await options.pause(Math.min(pause, timeoutMs - waited), signal);
  }
}

/** An attempt may hang with its connection; a cancel does not wait for it. */
async function takeUnlessAborted(
  locks: Pick<RunLocks, 'take'>,
  signal: AbortSignal,
): Promise<LockHolder | null | 'cancelled'> {
  if (signal.aborted) return 'cancelled';
  let onAbort = (): void => {};
  const aborted = new Promise<'cancelled'>((resolve) => {
    onAbort = () => resolve('cancelled');
    signal.addEventListener('abort', onAbort, { once: true });
  });
  const taking = locks.take();
  taking.catch(() => {});
  try {
    return await Promise.race([taking, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
