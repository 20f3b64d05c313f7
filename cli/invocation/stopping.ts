/** What Ctrl-C, or a reader that has had enough, comes to before and between the stages of a command. */
import type { Invocation } from './invocation.js';

/** Why a signal is aborted when the program that reads the output has ended: `tsdbt show ... | head -3`. */
export const readerGone = new DOMException('Nobody reads the output any more.', 'AbortError');

export interface StopNotice extends Pick<Invocation, 'signal' | 'output'> {
  /** Rows or lists: of these somebody wanted so many and no more, which is nothing to be told. */
  readonly isDataAnswer?: boolean;
}

/** Says, once it happens, that what runs is being cancelled. */
export function sayWhenStopped({ signal, output, isDataAnswer = false }: StopNotice): void {
  const say = (): void => {
    if (signal.reason !== readerGone) output.notice(STOPPING);
    else if (!isDataAnswer) output.notice(UNREAD);
  };
  signal.addEventListener('abort', say, { once: true });
}

const STOPPING = '\nStopping: what runs is being cancelled. Ctrl-C once more ends tsdbt at once.\n';
const UNREAD = 'Stopping: nobody reads the output any more, so what runs is being cancelled.\n';

/** Between two stages: the command itself has not begun. */
export function wasStopped({ signal, reporter, command }: Invocation): boolean {
  if (!signal.aborted) return false;
  const message = `${command} was cancelled before it began: nothing was sent to the database.`;
  reporter.diagnostics([{ code: 'TSDBT_RUN_CANCELLED', severity: 'error', message }]);
  return true;
}
