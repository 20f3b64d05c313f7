/** What run-operation and retry share: calls a macro, writes what became of it, decides the exit code. */
import { type JsonObject, type Project, runMacro } from '../../core/index.js';
import type { ExitCode } from '../command-entry.js';
import type { Invocation } from '../invocation/invocation.js';

/** A macro that fails is a failure (1), one that does not exist is a mistake of the command line (2). */
export async function callMacro(
  { flags, reporter, output, signal }: Invocation,
  project: Project,
  operation: { readonly macro: string; readonly args: JsonObject },
): Promise<ExitCode> {
  const { isKnown, diagnostics } = await runMacro(project, {
    operation,
    sink: reporter.sink,
    signal,
    scrub: output.scrub,
    writeResults: flags.writeJson,
  });
  reporter.diagnostics(diagnostics);
  if (!isKnown) return 2;
  return diagnostics.some(({ severity }) => severity === 'error') ? 1 : 0;
}
