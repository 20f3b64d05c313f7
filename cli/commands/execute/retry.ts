/**
 * `retry`: runs again what failed, was skipped or was cancelled in the last run, with the arguments of that run. What is
 * typed now wins over them.
 */
import { TsdbtError } from '../../../core/index.js';
import type { CommandStart, ExitCode } from '../../command-entry.js';
import type { NodeCommand } from '../../execution/execute-command.js';
import type { Invocation } from '../../invocation/invocation.js';
import { readConfiguration, readProject } from '../../invocation/open-project.js';
import { sayWhenStopped, wasStopped } from '../../invocation/stopping.js';
import { previousFlagProblems } from '../../retry/previous-flags.js';
import { findRun, repeated } from '../../retry/repeat-run.js';
import { impossible, retryMacro, retryNodes } from '../../retry/run-again.js';

const RETRIED = ['build', 'run', 'test', 'seed', 'load'] as const satisfies readonly NodeCommand[];
const OPERATION = 'run-operation';

/** Runs the command. */
export async function retry(invocation: Invocation, start: CommandStart): Promise<ExitCode> {
  sayWhenStopped(invocation);
  const run = await findRun(invocation);
  if (run === null) return 2;
  const command = ([...RETRIED, OPERATION] as const).find((name) => name === run.command);
  if (command === undefined) throw impossible(`The last command was ${run.command}, which leaves nothing to retry.`);
  const problems = previousFlagProblems(run.args, start.raw);
  if (problems.length > 0) throw new TsdbtError(problems);
  const again = repeated(invocation, start, run);
  const configured = await readConfiguration(again.invocation, { ...start, raw: again.raw, needsProject: true });
  if (configured === null || wasStopped(configured.invocation)) return 2;
  const project = await readProject(configured.invocation, configured.located);
  if (project === null || wasStopped(configured.invocation)) return 2;
  if (command === OPERATION) return retryMacro(configured.invocation, project, run);
  return retryNodes(configured.invocation, project, { run, command });
}
