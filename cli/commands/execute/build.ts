/** `build`: loads, seeds, runs and tests in the order of dependencies. */
import type { Project } from '../../../core/index.js';
import type { ExitCode } from '../../command-entry.js';
import { executeCommand } from '../../execution/execute-command.js';
import type { Invocation } from '../../invocation/invocation.js';

/** Runs the command. */
export function build(invocation: Invocation, project: Project): Promise<ExitCode> {
  return executeCommand(invocation, project, 'build');
}
