/** What build, run, test, seed and load share: select, plan, execute, write artifacts, decide the exit code. */
import { createWarningPolicy, type Project, planCommand, runPlan, selectForCommand } from '../../core/index.js';
import type { ExitCode } from '../command-entry.js';
import type { Invocation } from '../invocation/invocation.js';
import { isEmptySelectionError, NOTHING_TO_DO } from './empty-selection.js';
import { exitCodeOf } from './exit-code.js';
import { judgingSink } from './judging-sink.js';
import { lockingOf, runOptions, selectionRequest } from './run-requests.js';

/** Runs a command over the nodes that the flags select. An empty selection is no failure. */
export async function executeCommand(
  invocation: Invocation,
  project: Project,
  command: 'build' | 'run' | 'test' | 'seed' | 'load',
): Promise<ExitCode> {
  const { flags, reporter, output, signal } = invocation;
  const selected = selectForCommand(project, selectionRequest(flags));
  const policy = createWarningPolicy(flags);
  const said = policy(selected.diagnostics);
  reporter.diagnostics(said);
  if (said.some(({ severity }) => severity === 'error')) return 2;
  const plan = planCommand(project, { command, selection: selected.value, options: runOptions(flags, project) });
  if (plan.nodes.size === 0 && isEmptySelectionError(invocation, NOTHING_TO_DO)) return 2;
  const judging = judgingSink(reporter.sink, policy);
  const result = await runPlan(project, plan, {
    sink: judging.sink,
    signal,
    scrub: output.scrub,
    writeArtifacts: flags.writeJson,
    locking: lockingOf(invocation),
    state: flags.state,
  });
  const code = exitCodeOf(result, policy);
  return code === 0 && judging.hasFailed() ? 1 : code;
}
