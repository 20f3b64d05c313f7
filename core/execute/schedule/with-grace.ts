/** After a cancel, work that does not come back in time is given up, so that stopping never hangs. */

/** Longest wait after a cancel; connections are closed by then. */
export const CANCEL_GRACE_MS = 10_000;

/** The work's own end, or `giveUp()` when it goes on for too long after the signal. */
export async function withGrace<T>(signal: AbortSignal, work: () => Promise<T>, giveUp: () => T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort = () => {};
  const givenUp = new Promise<T>((resolve) => {
    onAbort = () => {
      timer = setTimeout(() => {
        resolve(giveUp());
      }, CANCEL_GRACE_MS);
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work(), givenUp]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    clearTimeout(timer);
  }
}
