/** How a connection is waited for: tried again where nothing of a user's was sent yet, given up when the caller does. */
import type pg from 'pg';
import { failureError } from '../../../core/adapter/failure-error.js';
import { classifyError } from '../classify-error.js';

interface RetryOptions {
  /** How often a failed attempt is made again. */
  readonly retries: number;
  /** Told of a failure; true when something was changed that another attempt may be made with at once. */
  readonly adapt?: (error: unknown) => boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Makes attempts until one succeeds, or fails in a way that will not pass. */
export async function withRetries<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { retries, adapt = () => false, signal } = options;
  for (let tries = 0; ; ) {
    if (signal?.aborted) throw cancelledWaiting();
    try {
      return await attempt();
    } catch (error) {
      if (adapt(error)) continue;
      if (tries >= retries || !mayConnectAgain(error)) throw error;
      await pause(++tries, signal);
    }
  }
}

/** A connection that arrives after the caller has given up goes straight back. */
export async function abortable(
  acquiring: Promise<pg.Client>,
  signal: AbortSignal | undefined,
  giveBack: (client: pg.Client) => Promise<void>,
): Promise<pg.Client> {
  if (signal === undefined) return acquiring;
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(cancelledWaiting());
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([acquiring, aborted]);
  } catch (error) {
    acquiring.then(giveBack, () => {});
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function cancelledWaiting(): Error {
  return failureError({ kind: 'cancelled', message: 'Cancelled while waiting for a connection.' });
}

/** Nothing of a user's has been sent yet, so a connection that a restarting server cut while it was made is made again too. */
function mayConnectAgain(error: unknown): boolean {
  const { isTransient, code, message } = classifyError(error);
  return (
    isTransient || code === 'ECONNRESET' || code === 'EPIPE' || /^Connection terminated unexpectedly/.test(message)
  );
}

/** Waits 0.5, 2, 4.5 ... seconds, as the square of the attempt. */
async function pause(attempt: number, signal?: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, 500 * attempt ** 2);
    signal?.addEventListener('abort', finish, { once: true });
  });
}
