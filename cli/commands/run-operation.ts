/** `run-operation`: runs one macro with arguments. What it prints is the answer. */
import { type Project, runMacro } from '../../core/index.js';
import type { ExitCode } from '../command-entry.js';
import type { Invocation } from '../invocation.js';

/** Failing SQL in the macro is a failure (1), a macro that does not exist is a mistake of the command line (2). */
export async function runOperation(invocation: Invocation, project: Project): Promise<ExitCode> {
  const { positionals, flags, reporter, output, signal } = invocation;
  const outcome = await runMacro(project, {
    macro: positionals[0],
    args: flags.args,
    sink: reporter.sink,
    signal,
    scrub: output.scrub,
  });
  reporter.diagnostics(outcome.diagnostics);
  return outcome.value;
}
