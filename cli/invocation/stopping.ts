/** What Ctrl-C comes to before and between the stages of a command. */
import type { Invocation } from './invocation.js';

/** Says, once it happens, that what runs is being cancelled. */
export function sayWhenStopped({ signal, output }: Pick<Invocation, 'signal' | 'output'>): void {
  signal.addEventListener('abort', () => output.notice(STOPPING), { once: true });
}

const STOPPING = '\nStopping: what runs is being cancelled. Ctrl-C once more ends tsdbt at once.\n';

/** Between two stages: the command itself has not begun. */
export function wasStopped({ signal, reporter, command }: Invocation): boolean {
  if (!signal.aborted) return false;
  const message = `${command} was cancelled before it began: nothing was sent to the database.`;
  reporter.diagnostics([{ code: 'TSDBT_RUN_CANCELLED', severity: 'error', message }]);
  return true;
}
