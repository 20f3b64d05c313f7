/**
 * `retry`: runs again what failed, was skipped or was cancelled in the last run, with the arguments of that run. What is
 * typed now wins over them.
 */
import { resolve } from 'node:path';
import {
  createWarningPolicy,
  failedHooks,
  loadPreviousRun,
  locateProject,
  nodesNotDone,
  type PreviousRun,
  type Project,
  promotesTests,
  TsdbtError,
  type UniqueId,
} from '../../../core/index.js';
import type { CommandStart, ExitCode } from '../../command-entry.js';
import { isEmptySelectionError } from '../../execution/empty-selection.js';
import { executeNodes, type NodeCommand } from '../../execution/execute-command.js';
import { readMapping } from '../../flags/read-mapping.js';
import { resolveFlags } from '../../flags/resolve-flags.js';
import { buildFacts } from '../../invocation/facts.js';
import type { Invocation } from '../../invocation/invocation.js';
import { locateRequest } from '../../invocation/locate-request.js';
import { readConfiguration, readProject } from '../../invocation/open-project.js';
import { sayWhenStopped, wasStopped } from '../../invocation/stopping.js';
import { previousFlagProblems, previousFlags } from '../../retry/previous-flags.js';

const RETRIED: readonly NodeCommand[] = ['build', 'run', 'test', 'seed', 'load'];

/** Runs the command. With nothing to do, what is known of the last run stays as it is. */
export async function retry(invocation: Invocation, start: CommandStart): Promise<ExitCode> {
  sayWhenStopped(invocation);
  const run = await findRun(invocation);
  if (run === null) return 2;
  const command = RETRIED.find((name) => name === run.command);
  if (command === undefined) throw impossible(`The last command was ${run.command}, which leaves nothing to retry.`);
  const problems = previousFlagProblems(run.args, start.raw);
  if (problems.length > 0) throw new TsdbtError(problems);
  const again = repeated(invocation, start, run);
  const configured = await readConfiguration(again.invocation, { ...start, raw: again.raw, needsProject: true });
  if (configured === null || wasStopped(configured.invocation)) return 2;
  const project = await readProject(configured.invocation, configured.located);
  if (project === null || wasStopped(configured.invocation)) return 2;
  return retryNodes(configured.invocation, project, { run, command });
}

/** The last run, from `--state` or the project's target folder; null when there is no project, which is said. */
async function findRun(invocation: Invocation): Promise<PreviousRun | null> {
  const located = await locateProject(locateRequest(invocation));
  const config = (located.value ?? located.readable)?.config;
  if (config === undefined) {
    invocation.reporter.diagnostics(createWarningPolicy(invocation.flags)(located.diagnostics));
    return null;
  }
  return loadPreviousRun(resolve(config.root, invocation.flags.state ?? config.targetPath), config.root);
}

/** The invocation as it was, with what is typed now. `--state` says where the last run is, and nothing to the new one. */
function repeated(invocation: Invocation, { raw: typed }: CommandStart, run: PreviousRun) {
  const raw = new Map([...previousFlags(run.args), ...[...typed].filter(([key]) => key !== 'state')]);
  const { env, id, startedAt } = invocation.facts;
  const { value: flags } = resolveFlags({ raw, env, project: {}, readMapping });
  const facts = { ...buildFacts({ command: run.command, flags, env, now: new Date() }), id, startedAt };
  return { raw, invocation: { ...invocation, command: run.command, flags: flags.values, origin: flags.origin, facts } };
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
  reporter.diagnostics(createWarningPolicy(flags)(wanted.filter((id) => !isThere(id)).map(gone)));
  const ids = wanted.filter(isThere);
  if (ids.length > 0) {
    reporter.info(`Retrying ${ids.length} node${ids.length === 1 ? '' : 's'} of the last run (${command})`);
    const loadSources = flags.load && ids.some((id) => sources.has(id));
    return executeNodes(invocation, project, { command, ids: new Set(ids), loadSources });
  }
  const hooks = failedHooks(run);
  if (hooks.length > 0) throw impossible(`What failed is no node: ${hooks.join(', ')}. Hooks run beside nodes only.`);
  const message = `Nothing to retry: in the last run (${command}) nothing failed and nothing was skipped.`;
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
