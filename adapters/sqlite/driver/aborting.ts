/** What an abort does to a request that is under way in a child process: it kills the process, but lets a commit end. */
import { failureError } from '../../../core/adapter/failure-error.js';
import { classifyError } from '../classify-error.js';
import type { ChildHandle } from './child-handle.js';
import type { ChildAnswer } from './protocol.js';

/** Waits for an answer; an abort kills the child, which rejects the answer as cancelled. */
export async function abortable(
  child: ChildHandle,
  work: () => Promise<ChildAnswer>,
  signals: readonly AbortSignal[],
): Promise<ChildAnswer> {
  const onAbort = (): void => void child.cancel();
  if (signals.some((signal) => signal.aborted)) onAbort();
  for (const signal of signals) signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await work();
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', onAbort);
  }
}

/** How long a commit may go on after a cancel, in milliseconds. */
const COMMIT_GRACE = 5000;

/**
 * A commit is short. It is not interrupted, as nobody could say then whether it happened; only one that hangs is. When
 * the process ends all the same, that is what its failure says.
 */
export async function unhurried(
  child: ChildHandle,
  commit: () => Promise<ChildAnswer>,
  signals: readonly AbortSignal[],
): Promise<ChildAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    timer ??= setTimeout(() => void child.cancel(), COMMIT_GRACE);
  };
  for (const signal of signals) signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await commit();
  } catch (error) {
    throw failureError({ ...classifyError(error), isCommitUnknown: true }, error);
  } finally {
    clearTimeout(timer);
    for (const signal of signals) signal.removeEventListener('abort', onAbort);
  }
}
