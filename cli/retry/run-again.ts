/** Runs again what an earlier run did not bring to an end: its nodes, or its macro. */
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
} from '../../core/index.js';
import type { ExitCode } from '../command-entry.js';
import { callMacro } from '../execution/call-macro.js';
import { isEmptySelectionError } from '../execution/empty-selection.js';
import { executeNodes, type NodeCommand } from '../execution/execute-command.js';
import type { Invocation } from '../invocation/invocation.js';

/** dbt calls the macro again in any case; what it did once need not be right to do twice. */
export async function retryMacro(invocation: Invocation, project: Project, run: PreviousRun): Promise<ExitCode> {
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

/** With nothing to do, what is known of the last run stays as it is. */
export async function retryNodes(
  invocation: Invocation,
  project: Project,
  { run, command }: Retried,
): Promise<ExitCode> {
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

/** The last run cannot be repeated. */
export function impossible(message: string): TsdbtError {
  const hint = 'Run the command itself again, or name the target folder of another run with --state.';
  return new TsdbtError([{ code: 'TSDBT_RETRY_IMPOSSIBLE', severity: 'error', message, hint }]);
}
