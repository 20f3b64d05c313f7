/** What compile and show share: the nodes that were asked for, or the inline query, run through a plan. */
import {
  createWarningPolicy,
  type Diagnostic,
  hasErrors,
  type NodeResult,
  type NodeSelectionRequest,
  type Project,
  planCommand,
  type RunResult,
  runPlan,
  selectForCommand,
  type UniqueId,
} from '../../core/index.js';
import type { FlagValues } from '../flags/flag-values.js';
import type { Invocation } from '../invocation/invocation.js';
import { isEmptySelectionError, NOTHING_TO_DO } from './empty-selection.js';
import { runOptions, selectionRequest } from './run-requests.js';
import { selectNodes } from './select-nodes.js';

/** Runs the plan; null when the selection itself was wrong, which is said. Nothing shows a test that was not named. */
export async function runSelected(
  invocation: Invocation,
  project: Project,
  command: 'compile' | 'show',
): Promise<RunResult | null> {
  const { flags, reporter, output, signal } = invocation;
  const inline = project.inlineId;
  let ids: ReadonlySet<UniqueId>;
  if (inline !== null) {
    const said = namesNothing(flags) ? [] : createWarningPolicy(flags)([wordsIgnored]);
    reporter.diagnostics(said);
    if (hasErrors(said)) return null;
    ids = new Set([inline]);
  } else {
    const request = selectionRequest(flags);
    const selection = selectNodes(invocation, project, command === 'show' ? withoutTests(request) : request);
    if (selection === null) return null;
    ids = selection.ids;
  }
  const nothing = command === 'show' ? nothingToShow(project, ids) : NOTHING_TO_DO;
  const plan = planCommand(project, { command, selection: { ids }, options: runOptions(flags, project) });
  if (plan.nodes.size === 0 && isEmptySelectionError(invocation, nothing)) return null;
  return runPlan(project, plan, {
    sink: reporter.sink,
    signal,
    scrub: output.scrub,
    writeArtifacts: flags.writeJson,
    locking: null,
  });
}

/** A source has no query, but rows that a query may ask for. */
function nothingToShow({ manifest }: Project, ids: ReadonlySet<UniqueId>): string {
  const source = [...ids].flatMap((id) => manifest.sources.get(id) ?? [])[0];
  if (source === undefined) return NOTHING_TO_DO;
  const query = `select * from {{ source('${source.sourceName}', '${source.name}') }}`;
  return `${NOTHING_TO_DO}. A source is shown by a query: --inline "${query}"`;
}

/** Results that have an answer to print: of the inline query, else of the nodes that `--select` or `--selector` names itself. */
export function answers({ flags }: Invocation, project: Project, { results }: RunResult): readonly NodeResult[] {
  const succeeded = results.filter(({ status }) => status === 'success');
  if (project.inlineId !== null) return succeeded;
  if (namesNothing(flags)) return [];
  const { ids } = selectForCommand(project, withoutTests(selectionRequest(flags))).value;
  return succeeded.filter(({ node }) => ids.has(node.uniqueId));
}

const wordsIgnored: Diagnostic = {
  code: 'TSDBT_FLAG_IGNORED',
  severity: 'warning',
  message: '--inline is used alone: --select and --selector beside it change nothing.',
};

/** Whether neither a selection nor the name of one is given. */
export function namesNothing({ select, selector }: Pick<FlagValues, 'select' | 'selector'>): boolean {
  return select === null && selector === null;
}

function withoutTests(request: NodeSelectionRequest): NodeSelectionRequest {
  return { ...request, indirectSelection: 'empty' };
}
