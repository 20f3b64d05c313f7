/** `load`: loads the files of external sources. */
import type { Project } from '../../../core/index.js';
import type { ExitCode } from '../../command-entry.js';
import { executeCommand } from '../../execution/execute-command.js';
import type { Invocation } from '../../invocation/invocation.js';

/** Runs the command. */
export function load(invocation: Invocation, project: Project): Promise<ExitCode> {
  return executeCommand(invocation, project, 'load');
}
