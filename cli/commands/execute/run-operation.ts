/** `run-operation`: runs one macro with arguments. What it prints is the answer. */
import type { Project } from '../../../core/index.js';
import type { ExitCode } from '../../command-entry.js';
import { callMacro } from '../../execution/call-macro.js';
import type { Invocation } from '../../invocation/invocation.js';

/** Runs the command. */
export function runOperation(invocation: Invocation, project: Project): Promise<ExitCode> {
  return callMacro(invocation, project, { macro: invocation.positionals[0], args: invocation.flags.args });
}
