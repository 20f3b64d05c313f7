/** `diff`: models as their files say them now, compared with what stands in the database. Changes nothing there. */
import {
  createWarningPolicy,
  type Diagnostic,
  diffModels,
  isSame,
  type ModelDiff,
  type Project,
  type UniqueId,
  withAncestors,
} from '../../../core/index.js';
import type { ExitCode } from '../../command-entry.js';
import { answerWidth } from '../../execution/answer-width.js';
import { isEmptySelectionError, NOTHING_TO_DO } from '../../execution/empty-selection.js';
import { runOptions, selectionRequest } from '../../execution/run-requests.js';
import { selectNodes } from '../../execution/select-nodes.js';
import { namesNothing } from '../../execution/selected-results.js';
import { chooseOutput } from '../../flags/choose-output.js';
import { outputForms } from '../../flags/output-forms.js';
import type { Invocation } from '../../invocation/invocation.js';
import { diffJson } from '../../reporter/comparison/diff-json.js';
import { diffLines } from '../../reporter/comparison/diff-lines.js';
import { plainStyle } from '../../reporter/text/style.js';

/** Prints what differs, model by model. */
export async function diff(invocation: Invocation, project: Project): Promise<ExitCode> {
  const { flags, reporter, output, signal } = invocation;
  const form = chooseOutput(flags.output, outputForms.diff, reporter);
  if (form === null) return 2;
  if (namesNothing(flags)) {
    reporter.diagnostics([nothingNamed]);
    return 2;
  }
  const selection = selectNodes(invocation, project, selectionRequest(flags));
  if (selection === null) return 2;
  const policy = createWarningPolicy(flags);
  const found: ModelDiff[] = [];
  const onDiff = (one: ModelDiff) => {
    if (one.kind === 'failed') reporter.diagnostics(policy(one.diagnostics));
    else if (form === 'text') {
      const isFirst = found.every(({ kind }) => kind === 'failed');
      say(invocation, one, { isFirst, above: differingAbove(project, one, found) });
    }
    found.push(one);
  };
  for (const name of ephemeralNames(project, selection.ids)) {
    reporter.info(`${name} is ephemeral: there is no relation to compare it with.`);
  }
  const { wasCancelled } = await diffModels(project, {
    ...{ selection, options: runOptions(flags, project) },
    ...{ sink: reporter.sink, signal, scrub: output.scrub, onDiff },
    key: keyColumns(flags.key),
    sampleLimit: flags.limit === -1 || flags.limit === null ? Number.MAX_SAFE_INTEGER : flags.limit,
  });
  if (form === 'json') reporter.data(diffJson(found), 'json');
  if (wasCancelled) return 2;
  if (found.length === 0 && isEmptySelectionError(invocation, NOTHING_TO_DIFF)) return 2;
  if (found.some(({ kind }) => kind === 'failed')) return 1;
  return flags.exitCode && found.some((one) => one.kind !== 'compared' || !isSame(one.comparison)) ? 1 : 0;
}

const NOTHING_TO_DIFF = `${NOTHING_TO_DO}: diff compares models that have a relation`;

const nothingNamed: Diagnostic = {
  code: 'TSDBT_ARGUMENT_INVALID',
  severity: 'error',
  message: 'tsdbt diff needs models to compare.',
  hint: 'tsdbt diff --select my_model',
};

function ephemeralNames({ manifest }: Project, ids: ReadonlySet<UniqueId>): string[] {
  const nodes = [...ids].flatMap((id) => manifest.nodes.get(id) ?? []);
  return nodes.filter(({ config }) => config.materialized === 'ephemeral').map(({ name }) => name);
}

function say(
  invocation: Invocation,
  one: Exclude<ModelDiff, { kind: 'failed' }>,
  { isFirst, above }: { readonly isFirst: boolean; readonly above: readonly string[] },
): void {
  const width = answerWidth(invocation);
  const style = invocation.output.answerWidth === null ? plainStyle : invocation.reporter.screen.style;
  const lines = diffLines(one, { width, style, above });
  invocation.reporter.data([...(isFirst ? [] : ['']), ...lines].join('\n'));
}

/** Models above one whose relations will be others: it was compared over those that stand. */
function differingAbove(
  { manifest: { graph } }: Project,
  { node }: ModelDiff,
  found: readonly ModelDiff[],
): readonly string[] {
  const above = new Set(withAncestors(graph, [node.uniqueId]));
  const differing = found.filter(
    (one) => one.kind === 'absent' || (one.kind === 'compared' && !isSame(one.comparison)),
  );
  return differing.filter((one) => above.has(one.node.uniqueId)).map((one) => one.node.name);
}

/** `order_id, line` names two columns. */
function keyColumns(text: string | null): readonly string[] | null {
  const names = text?.split(',').map((name) => name.trim()) ?? [];
  return text === null ? null : names.filter((name) => name !== '');
}
