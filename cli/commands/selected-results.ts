/** What compile and show share: the nodes that were asked for, or the inline query, run through a plan. */
import {
  type NodeResult,
  type Project,
  planCommand,
  type RunResult,
  runPlan,
  selectForCommand,
  type UniqueId,
} from '../../core/index.js';
import type { Invocation } from '../invocation.js';
import { createWarningPolicy } from '../warning-policy.js';
import { runOptions, selectionRequest } from './run-requests.js';

/** Runs the plan; null when the selection itself was wrong, which is said. */
export async function runSelected(
  { flags, reporter, output, signal }: Invocation,
  project: Project,
  command: 'compile' | 'show',
): Promise<RunResult | null> {
  const inline = project.inlineId;
  let ids: ReadonlySet<UniqueId>;
  if (inline !== null) {
    ids = new Set([inline]);
  } else {
    const selected = selectForCommand(project, selectionRequest(flags));
    const said = createWarningPolicy(flags)(selected.diagnostics);
    reporter.diagnostics(said);
    if (said.some(({ severity }) => severity === 'error')) return null;
    ids = selected.value.ids;
  }
  const plan = planCommand(project, { command, selection: { ids }, options: runOptions(flags, project) });
  if (plan.nodes.size === 0) {
    reporter.info('Nothing to do. Try checking your model configs and model specification args');
  }
  return runPlan(project, plan, {
    sink: reporter.sink,
    signal,
    scrub: output.scrub,
    writeArtifacts: flags.writeJson,
  });
}

/** Results that have an answer to print. */
export function succeeded({ results }: RunResult): readonly NodeResult[] {
  return results.filter(({ status }) => status === 'success');
}
