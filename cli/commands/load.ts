/** `load`: loads the files of external sources. */
import type { Project } from '../../core/index.js';
import type { ExitCode } from '../command-entry.js';
import type { Invocation } from '../invocation.js';
import { executeCommand } from './execute-command.js';

/** Runs the command. */
export function load(invocation: Invocation, project: Project): Promise<ExitCode> {
  return executeCommand(invocation, project, 'load');
}
