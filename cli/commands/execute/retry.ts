/**
 * `retry`: runs again what failed, was skipped or was cancelled in the last run, with the arguments of that run. What is
 * typed now wins over them.
 */
import {
  createWarningPolicy,
  failedHooks,
  hasErrors,
  nodesNotDone,
  type PreviousRun,
  type Project,
  promotesTests,
  TsdbtError,
  type UniqueId,
} from '../../../core/index.js';
import type { CommandStart, ExitCode } from '../../command-entry.js';
import { callMacro } from '../../execution/call-macro.js';
import { isEmptySelectionError } from '../../execution/empty-selection.js';
import { executeNodes, type NodeCommand } from '../../execution/execute-command.js';
import type { Invocation } from '../../invocation/invocation.js';
import { readConfiguration, readProject } from '../../invocation/open-project.js';
import { sayWhenStopped, wasStopped } from '../../invocation/stopping.js';
import { previousFlagProblems } from '../../retry/previous-flags.js';
import { findRun, repeated } from '../../retry/repeat-run.js';

const RETRIED = ['build', 'run', 'test', 'seed', 'load'] as const satisfies readonly NodeCommand[];
const OPERATION = 'run-operation';

/** Runs the command. With nothing to do, what is known of the last run stays as it is. */
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

/** dbt calls the macro again in any case; what it did once need not be right to do twice. */
async function retryMacro(invocation: Invocation, project: Project, run: PreviousRun): Promise<ExitCode> {
  const { macro } = run.args;
  if (typeof macro !== 'string') throw impossible('The last run does not say which macro it called.');
  if (nodesNotDone(run, { warned: false }).length > 0) {
    return callMacro(invocation, project, { macro, args: invocation.flags.args });
  }
  const message = `Nothing to retry: in the last run the macro ${macro} ran to its end.`;
  return isEmptySelectionError(invocation, message) ? 2 : 0;
}

interface Retried {
  readonly run: PreviousRun;
  readonly command: NodeCommand;
}

async function retryNodes(invocation: Invocation, project: Project, { run, command }: Retried): Promise<ExitCode> {
  const { flags, reporter } = invocation;
  const wanted = nodesNotDone(run, { warned: promotesTests(flags) });
  const { nodes, sources, exposures } = project.manifest;
  const isThere = (id: UniqueId) => nodes.has(id) || sources.has(id) || exposures.has(id);
  const said = createWarningPolicy(flags)(wanted.filter((id) => !isThere(id)).map(gone));
  reporter.diagnostics(said);
  if (hasErrors(said)) return 2;
  const ids = wanted.filter(isThere);
  if (ids.length > 0) {
    reporter.info(`Retrying ${ids.length} node${ids.length === 1 ? '' : 's'} of the last run (${command})`);
    const loadSources = flags.load && ids.some((id) => sources.has(id));
    return executeNodes(invocation, project, { command, ids: new Set(ids), loadSources });
  }
  const hooks = failedHooks(run);
  if (hooks.length > 0) throw impossible(`What failed is no node: ${hooks.join(', ')}. Hooks run beside nodes only.`);
  const reason = wanted.length > 0 ? 'all that failed is gone' : 'nothing failed and nothing was skipped';
  const message = `Nothing to retry: in the last run (${command}) ${reason}.`;
  return isEmptySelectionError(invocation, message) ? 2 : 0;
}

function gone(id: UniqueId) {
  const message = `${id} failed or was skipped in the last run and is not in the project any more; it is left out.`;
  return { code: 'TSDBT_RETRY_NODE_GONE', severity: 'warning', message } as const;
}

function impossible(message: string): TsdbtError {
  const hint = 'Run the command itself again, or name the target folder of another run with --state.';
  return new TsdbtError([{ code: 'TSDBT_RETRY_IMPOSSIBLE', severity: 'error', message, hint }]);
}
