/** `watch`: builds what changes, as it changes, until it is ended. */
import type { CommandStart, ExitCode } from '../../command-entry.js';
import type { Invocation } from '../../invocation/invocation.js';
import { watchProject } from '../../watch/watch-project.js';

/** Runs the command. */
export function watch(invocation: Invocation, start: CommandStart): Promise<ExitCode> {
  return watchProject(invocation, start);
}
