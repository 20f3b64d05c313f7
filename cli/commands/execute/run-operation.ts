/** `run-operation`: runs one macro with arguments. What it prints is the answer. */
import { type Project, runMacro } from '../../../core/index.js';
import type { ExitCode } from '../../command-entry.js';
import type { Invocation } from '../../invocation/invocation.js';

/** A macro that fails is a failure (1), one that does not exist is a mistake of the command line (2). */
export async function runOperation(invocation: Invocation, project: Project): Promise<ExitCode> {
  const { positionals, flags, reporter, output, signal } = invocation;
  const { isKnown, diagnostics } = await runMacro(project, {
    operation: { macro: positionals[0], args: flags.args },
    sink: reporter.sink,
    signal,
    scrub: output.scrub,
  });
  reporter.diagnostics(diagnostics);
  if (!isKnown) return 2;
  return diagnostics.some(({ severity }) => severity === 'error') ? 1 : 0;
}
