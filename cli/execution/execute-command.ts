/** What build, run, test, seed, load and retry share: select, plan, execute, write artifacts, decide the exit code. */
import { createWarningPolicy, type Project, planCommand, runPlan, type UniqueId } from '../../core/index.js';
import type { ExitCode } from '../command-entry.js';
import type { Invocation } from '../invocation/invocation.js';
import { isEmptySelectionError, NOTHING_TO_DO } from './empty-selection.js';
import { exitCodeOf } from './exit-code.js';
import { judgingSink } from './judging-sink.js';
import { lockingOf, runOptions, selectionRequest } from './run-requests.js';
import { selectNodes } from './select-nodes.js';

/** Commands that act on nodes. */
export type NodeCommand = 'build' | 'run' | 'test' | 'seed' | 'load';

/** Runs a command over the nodes that the flags select. An empty selection is no failure. */
export async function executeCommand(
  invocation: Invocation,
  project: Project,
  command: NodeCommand,
): Promise<ExitCode> {
  const selection = selectNodes(invocation, project, selectionRequest(invocation.flags));
  if (selection === null) return 2;
  return executeNodes(invocation, project, { command, ids: selection.ids });
}

export interface NodesToExecute {
  readonly command: NodeCommand;
  readonly ids: ReadonlySet<UniqueId>;
  /** Whether a build loads the sources that the nodes read; the flag decides when left out. */
  readonly loadSources?: boolean;
}

/** Runs a command over these nodes. */
export async function executeNodes(
  invocation: Invocation,
  project: Project,
  { command, ids, loadSources = invocation.flags.load }: NodesToExecute,
): Promise<ExitCode> {
  const { flags, reporter, output, signal } = invocation;
  const policy = createWarningPolicy(flags);
  const options = { ...runOptions(flags, project), loadSources };
  const plan = planCommand(project, { command, selection: { ids }, options });
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
